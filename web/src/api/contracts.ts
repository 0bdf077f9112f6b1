export type * from '../contracts.draft';
