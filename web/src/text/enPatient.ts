import { call } from './en/call';
import { chat } from './en/chat';
import { common } from './en/common';
import { patient } from './en/patient';
import { refusals } from './en/refusals';

export const dictionary = { common, call, chat, refusals, patient };
