import { installText } from './text';
import { call } from './zh-CN/call';
import { chat } from './zh-CN/chat';
import { common } from './zh-CN/common';
import { patient } from './zh-CN/patient';
import { refusals } from './zh-CN/refusals';

export function installPatientText(): Promise<void> {
  return installText({
    zh: { common, call, chat, refusals, patient },
    en: () => import('./enPatient').then((loaded) => loaded.dictionary),
  });
}
