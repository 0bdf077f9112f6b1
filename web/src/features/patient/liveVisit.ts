import { signal } from '@preact/signals';
import { refresh } from './model';

/** False while the server cannot be reached; the visit itself is kept there. */
export const isConnected = signal(true);

/** Keeps the own consultation on screen true until the answer is called. */
export function followVisit(_consultationId: string): () => void {
  const timer = setInterval(() => void refresh(), 10_000);
  return () => clearInterval(timer);
}
