import { call } from './en/call';
import { chat } from './en/chat';
import { common } from './en/common';
import { operations } from './en/operations';
import { patient } from './en/patient';
import { refusals } from './en/refusals';
import { specialists } from './en/specialists';
import { staff } from './en/staff';
import type { Dictionary, SameKeys } from './text';

export const dictionary: SameKeys<Dictionary> = {
  common,
  call,
  chat,
  refusals,
  operations,
  patient,
  specialists,
  staff,
};
