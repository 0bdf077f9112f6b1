import { render } from 'preact';
import { App } from './app';
import { installStaffText } from './text/forStaff';
import './ui/tokens.css';
import './ui/base.css';
import { installTheme } from './ui/theme';

installTheme();
await installStaffText();

const root = document.getElementById('app');
if (root !== null) {
  render(<App />, root);
}
