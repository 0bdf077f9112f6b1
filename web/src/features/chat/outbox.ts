import type { NewMessage } from '../../api/chat';
import { isRefusal, NetworkError, RefusalError } from '../../api/http';
import { Emitter } from '../../media/emitter';
import { keptKey } from '../session/keptTexts';

export type OutgoingMessage = NewMessage & {
  queuedAt: string;
  /** The refusal's code; the person decides what to do with it. Absent: it is sent by itself as soon as it can be. */
  failed?: string;
};

type OutboxDependencies = {
  send: (message: NewMessage) => Promise<unknown>;
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  newId: () => string;
  now: () => Date;
  retryAfterMs: number;
};

/** What was written but is not yet with the server. Kept in the browser until it is, so neither a reload nor a server that is away loses it. */
export class Outbox extends Emitter<{
  changed: undefined;
  sent: OutgoingMessage;
  /** The server is there, its database is not: all that waits now. */
  delayed: readonly OutgoingMessage[];
}> {
  readonly #key: string;
  readonly #do: OutboxDependencies;
  #isSending = false;
  #isStopped = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(consultationId: string, dependencies: OutboxDependencies) {
    super();
    this.#key = keptKey('outbox', consultationId);
    this.#do = dependencies;
  }

  get messages(): readonly OutgoingMessage[] {
    try {
      return JSON.parse(this.#do.storage.getItem(this.#key) ?? '[]') as OutgoingMessage[];
    } catch {
      return [];
    }
  }

  add(text: string, photoId?: string): void {
    const message: OutgoingMessage = {
      clientMessageId: this.#do.newId(),
      text,
      ...(photoId === undefined ? {} : { photoId }),
      queuedAt: this.#do.now().toISOString(),
    };
    this.#store([...this.messages, message]);
    void this.flush();
  }

  retry(id: string): void {
    this.#replace(id, ({ failed: _, ...message }) => [message]);
    void this.flush();
  }

  discard(id: string): void {
    this.#replace(id, () => []);
  }

  /** Sends what waits, oldest first. A lost network stops the round and plans the next; a refusal concerns its message only. */
  async flush(): Promise<void> {
    if (this.#isSending) {
      return;
    }
    this.#isSending = true;
    clearTimeout(this.#retry);
    try {
      for (let next = this.#next(); next !== undefined; next = this.#next()) {
        await this.#send(next);
      }
    } catch {
      if (!this.#isStopped) {
        this.#retry = setTimeout(() => void this.flush(), this.#do.retryAfterMs);
      }
    } finally {
      this.#isSending = false;
    }
  }

  /** For good: what is left waits for a later outbox of the same person. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#retry);
  }

  #next(): OutgoingMessage | undefined {
    return this.#isStopped
      ? undefined
      : this.messages.find((message) => message.failed === undefined);
  }

  async #send(message: OutgoingMessage): Promise<void> {
    const { clientMessageId, text, photoId } = message;
    try {
      await this.#do.send({ clientMessageId, text, ...(photoId === undefined ? {} : { photoId }) });
    } catch (error) {
      if (isRefusal(error, 'storage.unavailable')) {
        this.emit(
          'delayed',
          this.messages.filter(({ failed }) => failed === undefined),
        );
      }
      if (!isFinal(error)) {
        throw error;
      }
      this.#replace(clientMessageId, (refused) => [{ ...refused, failed: error.code }]);
      return;
    }
    this.emit('sent', message);
    this.discard(clientMessageId);
  }

  #replace(id: string, change: (message: OutgoingMessage) => OutgoingMessage[]): void {
    this.#store(
      this.messages.flatMap((message) =>
        message.clientMessageId === id ? change(message) : [message],
      ),
    );
  }

  #store(messages: readonly OutgoingMessage[]): void {
    if (messages.length === 0) {
      this.#do.storage.removeItem(this.#key);
    } else {
      this.#do.storage.setItem(this.#key, JSON.stringify(messages));
    }
    this.emit('changed', undefined);
  }
}

/** A refusal that asking again will not change; a lost network, a busy or restarting server will. */
function isFinal(error: unknown): error is RefusalError {
  return (
    !(error instanceof NetworkError) &&
    error instanceof RefusalError &&
    error.status < 500 &&
    error.status !== 429
  );
}
