import type { ChatMessage } from './contracts';
import { get, post, type RequestOptions } from './http';

export type NewMessage = { clientMessageId: string; text: string; photoId?: string };

export const readMessages = (consultationId: string, after: number, options?: RequestOptions) =>
  get<ChatMessage[]>(`/api/consultations/${consultationId}/messages?after=${after}`, options);

/** Safe to repeat: the server knows a message by its clientMessageId. */
export const postMessage = (consultationId: string, message: NewMessage) =>
  post<ChatMessage>(`/api/consultations/${consultationId}/messages`, message);
