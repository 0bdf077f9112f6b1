import { call } from './zh-CN/call';
import { chat } from './zh-CN/chat';
import { common } from './zh-CN/common';
import { operations } from './zh-CN/operations';
import { patient } from './zh-CN/patient';
import { refusals } from './zh-CN/refusals';
import { specialists } from './zh-CN/specialists';
import { staff } from './zh-CN/staff';

export const dictionary = { common, call, chat, refusals, operations, patient, specialists, staff };
