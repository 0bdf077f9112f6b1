import type { Operations } from './contracts';
import { get, post, type RequestOptions } from './http';

export const readOperations = (options?: RequestOptions) =>
  get<Operations>('/api/operations', options);

export const drainNode = (node: string) => post('/api/operations/drain', { node });
