import type { Dictionary, SameKeys } from '../text';

export const patient: SameKeys<Dictionary['patient']> = {
  title: 'Video consultation',
};
