import { render } from 'preact';
import { speakAsPatient } from './api/http';
import { PatientApp } from './features/patient/PatientApp';
import { installPatientText } from './text/forPatient';
import './ui/tokens.css';
import './ui/base.css';
import { installTheme } from './ui/theme';

speakAsPatient();
installTheme();
await installPatientText();

const root = document.getElementById('app');
if (root !== null) {
  render(<PatientApp />, root);
}
