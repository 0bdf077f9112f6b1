import type { DemoSignIn, Session } from './contracts';
import { get, post, put, type RequestOptions, remove } from './http';

export const readSession = (options?: RequestOptions) => get<Session>('/api/session', options);

export const signIn = (userName: string, password: string) =>
  post<Session>('/api/session', { userName, password });

export const chooseRole = (roleId: string) => put<Session>('/api/session/role', { roleId });

export const signOut = () => remove('/api/session');

export const readDemoSignIns = (options?: RequestOptions) =>
  get<DemoSignIn[]>('/api/demo/sign-ins', options);
