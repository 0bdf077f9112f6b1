import { postMessage, readMessages } from '../../api/chat';
import type { ChatMessage, LocalizedName } from '../../api/contracts';
import { newUuid } from '../../api/uuid';
import { Emitter } from '../../media/emitter';
import { clinicConnection } from '../../realtime/clinicConnection';
import { onWriterGone } from '../session/keptTexts';
import { Outbox } from './outbox';

const pageSize = 200;
const retryAfterMs = 3_000;
// More than anybody writes in an outage; what is beyond it comes once it is stored.
const mostOverheard = 100;

/** Written by somebody in the room, and not stored yet. */
export type OverheardMessage = {
  seat: string;
  name: LocalizedName | undefined;
  clientMessageId: string;
  text: string;
};

/** All messages of one consultation, in the server's order; asks for what it missed whenever it may have missed something. */
export class Conversation extends Emitter<{ changed: undefined }> {
  readonly #id: string;
  readonly outbox: Outbox;
  #messages: readonly ChatMessage[] = [];
  #overheard: readonly OverheardMessage[] = [];
  #isLoaded = false;
  /** The newest sequence that is known to exist. */
  #lastKnown = 0;
  /** Up to here nothing is missing; an own message may stand beyond it before others' are read. */
  #readUpTo = 0;
  #isReading = false;
  #followers = 0;
  #stops: (() => void)[] = [];
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(consultationId: string) {
    super();
    this.#id = consultationId;
    this.outbox = new Outbox(consultationId, {
      send: async (message) => this.#take([await postMessage(consultationId, message)]),
      storage: localStorage,
      newId: newUuid,
      now: () => new Date(),
      retryAfterMs,
    });
  }

  get messages(): readonly ChatMessage[] {
    return this.#messages;
  }

  /** What others wrote and the server could not store so far, in the order of hearing it. */
  get overheard(): readonly OverheardMessage[] {
    return this.#overheard;
  }

  overhear(heard: OverheardMessage): void {
    const isKnown = [...this.#messages.map(storedKey), ...this.#overheard.map(keyOf)];
    if (this.#overheard.length < mostOverheard && !isKnown.includes(keyOf(heard))) {
      this.#overheard = [...this.#overheard, heard];
      this.emit('changed', undefined);
    }
  }

  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** Reads and listens until the returned function is called; what waits in the outbox goes on being sent even after that. */
  follow(): () => void {
    this.#followers++;
    if (this.#followers === 1) {
      this.#start();
    }
    return () => {
      this.#followers--;
      if (this.#followers === 0) {
        this.#stop();
      }
    };
  }

  #start(): void {
    clinicConnection.start();
    const tryAgain = () => this.#catchUp();
    window.addEventListener('online', tryAgain);
    this.#stops = [
      () => window.removeEventListener('online', tryAgain),
      clinicConnection.watchConsultation(this.#id, (last) => this.#heard(last)),
      clinicConnection.on('messagePosted', ({ consultationId, sequence }) => {
        if (consultationId === this.#id) {
          this.#heard(sequence);
        }
      }),
      clinicConnection.on('caughtUp', tryAgain),
      clinicConnection.on('readAgain', tryAgain),
      this.outbox.on('changed', () => this.emit('changed', undefined)),
    ];
    this.#catchUp();
  }

  #stop(): void {
    for (const stop of this.#stops.splice(0)) {
      stop();
    }
    clearTimeout(this.#retry);
  }

  #heard(sequence: number): void {
    this.#lastKnown = Math.max(this.#lastKnown, sequence);
    if (this.#lastKnown > this.#readUpTo) {
      this.#catchUp();
    }
  }

  #catchUp(): void {
    clearTimeout(this.#retry);
    void this.outbox.flush();
    this.#read().catch(() => {
      this.#retry = setTimeout(() => this.#catchUp(), retryAfterMs);
    });
  }

  async #read(): Promise<void> {
    if (this.#isReading) {
      return;
    }
    this.#isReading = true;
    try {
      let page: ChatMessage[];
      let known: number;
      do {
        known = this.#lastKnown;
        page = await readMessages(this.#id, this.#readUpTo);
        this.#take(page);
        this.#readUpTo = Math.max(this.#readUpTo, ...page.map(({ sequence }) => sequence));
        this.#isLoaded = true;
      } while (page.length === pageSize || this.#isBehind(known, page.length));
    } finally {
      this.#isReading = false;
      this.emit('changed', undefined);
    }
  }

  /** Told of more while reading, or answered with less than is known to exist. */
  #isBehind(knownBefore: number, received: number): boolean {
    return this.#lastKnown > this.#readUpTo && (received > 0 || this.#lastKnown > knownBefore);
  }

  #take(messages: readonly ChatMessage[]): void {
    this.#messages = merge(this.#messages, messages);
    const stored = new Set(messages.map(storedKey));
    this.#overheard = this.#overheard.filter((heard) => !stored.has(keyOf(heard)));
    this.emit('changed', undefined);
  }
}

const keyOf = ({ seat, clientMessageId }: { seat: string; clientMessageId: string }) =>
  `${seat} ${clientMessageId}`;
const storedKey = ({ senderSeat, clientMessageId }: ChatMessage) =>
  keyOf({ seat: senderSeat, clientMessageId });

/** Own answers and what is read afterwards overlap; the sequence decides. */
export function merge(
  known: readonly ChatMessage[],
  more: readonly ChatMessage[],
): readonly ChatMessage[] {
  const bySequence = new Map([...known, ...more].map((message) => [message.sequence, message]));
  return [...bySequence.values()].sort((one, other) => one.sequence - other.sequence);
}

const conversations = new Map<string, Conversation>();
onWriterGone(() => {
  for (const conversation of conversations.values()) {
    conversation.outbox.stop();
  }
  conversations.clear();
});

/** One per consultation and tab: closing the panel must not stop what is still being sent. */
export function conversationOf(consultationId: string): Conversation {
  const conversation = conversations.get(consultationId) ?? new Conversation(consultationId);
  conversations.set(consultationId, conversation);
  return conversation;
}
