import { type ComponentType, render } from 'preact';
import { installPatientText } from './text/forPatient';
import './ui/tokens.css';
import './ui/base.css';
import { installTheme } from './ui/theme';

// The patient's first step is part of this bundle; the call and what follows are loaded on demand.
const entries = import.meta.glob<Record<string, ComponentType>>(
  './features/patient/PatientApp.tsx',
  { eager: true },
);

installTheme();
await installPatientText();

const root = document.getElementById('app');
const PatientApp = Object.values(entries)[0]?.['PatientApp'];
if (root !== null && PatientApp !== undefined) {
  render(<PatientApp />, root);
}
