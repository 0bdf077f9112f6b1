import { signal } from '@preact/signals';
import type { Node, Operations } from '../../api/contracts';
import { drainNode, readOperations } from '../../api/operations';
import { noticeLostSession } from '../session/model';

/** Older than this the figures are not of now: three readings were missed. */
export const staleAfterMs = 7_000;
const readEveryMs = 2_000;
const undoSeconds = 5;

export type Pending = { node: string; secondsLeft: number };

/** What the server keeps looking at, read again and again while the page is shown. */
export class OperationsWatch {
  readonly seen = signal<Operations | null>(null);
  readonly error = signal<unknown>(null);
  /** By this browser's clock: the server's may differ. */
  readonly readAtMs = signal(0);
  readonly pending = signal<Pending | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #countdown: ReturnType<typeof setInterval> | undefined;
  #stopped = false;

  start(): void {
    document.addEventListener('visibilitychange', this.#wake);
    void this.#loop();
  }

  stop(): void {
    this.#stopped = true;
    document.removeEventListener('visibilitychange', this.#wake);
    clearTimeout(this.#timer);
    clearInterval(this.#countdown);
  }

  /** Draining cannot be taken back once a node has heard of it: until then there are some seconds to undo it. */
  drainSoon(node: string, done: (error: unknown) => void): void {
    clearInterval(this.#countdown);
    this.pending.value = { node, secondsLeft: undoSeconds };
    this.#countdown = setInterval(() => {
      const pending = this.pending.value;
      if (pending === null || pending.secondsLeft > 1) {
        this.pending.value = pending && { node, secondsLeft: pending.secondsLeft - 1 };
        return;
      }
      this.undo();
      drainNode(node).then(() => done(null), done);
    }, 1_000);
  }

  undo(): void {
    clearInterval(this.#countdown);
    this.pending.value = null;
  }

  readonly #wake = () => {
    if (!document.hidden) {
      clearTimeout(this.#timer);
      void this.#loop();
    }
  };

  async #loop(): Promise<void> {
    try {
      this.seen.value = await readOperations({ timeoutMs: 5_000 });
      this.readAtMs.value = Date.now();
      this.error.value = null;
    } catch (error) {
      noticeLostSession(error);
      this.error.value = error;
    }
    if (!this.#stopped && !document.hidden) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#loop(), readEveryMs);
    }
  }
}

/** A part of the answer that the server itself could not renew. */
export function isOld(asOf: string | null, at: string): boolean {
  return asOf === null || Date.parse(at) - Date.parse(asOf) > staleAfterMs;
}

export function movedRooms(node: Node): { moved: number; total: number } {
  const total = node.roomsBefore ?? node.rooms;
  return { moved: total - node.rooms, total };
}

/** Whether somebody is left for the pages and the calls of this node; the server asks the same. */
export function mayDrain(node: Node, all: readonly Node[]): boolean {
  const hasRooms = (one: Node) => one.role !== 'web';
  const hasPages = (one: Node) => one.role !== 'media';
  return (
    node.state === 'serving' &&
    all.some(
      (other) =>
        other.name !== node.name &&
        other.state === 'serving' &&
        (!hasRooms(node) || hasRooms(other)) &&
        (!hasPages(node) || hasPages(other)),
    )
  );
}
