import type { Dictionary, SameKeys } from '../text';

export const staff: SameKeys<Dictionary['staff']> = {
  title: 'Clinical desk',
};
