import type { QueueEntry } from '../../api/contracts';

/** Rings once for each urgent patient, when the server has it be this desk's turn and nobody was faster. */
export class Bell {
  readonly #onRing: (entries: QueueEntry[]) => void;
  #due = new Map<string, number>();
  #rung: ReadonlySet<string> | null = null;
  #queue: readonly QueueEntry[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(onRing: (entries: QueueEntry[]) => void) {
    this.#onRing = onRing;
  }

  show(queue: readonly QueueEntry[]): void {
    const now = performance.now();
    this.#queue = queue;
    this.#due = new Map(
      queue.flatMap((one) =>
        one.ringsInSeconds === null
          ? []
          : [[one.consultationId, now + one.ringsInSeconds * 1000] as const],
      ),
    );
    // Who opens the page sees who was waiting already; who left and comes again is new.
    const known = this.#rung;
    this.#rung = new Set(
      [...this.#due.keys()].filter((id) => (known === null ? this.#isDue(id, now) : known.has(id))),
    );
    this.#ringDue();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #isDue = (id: string, now: number): boolean => (this.#due.get(id) ?? Infinity) <= now;

  #ringDue(): void {
    clearTimeout(this.#timer);
    const now = performance.now();
    const rung = this.#rung ?? new Set<string>();
    const ringing = this.#queue.filter(
      ({ consultationId: id }) => this.#isDue(id, now) && !rung.has(id),
    );
    this.#rung = new Set([...rung, ...ringing.map((one) => one.consultationId)]);
    if (ringing.length > 0) {
      this.#onRing(ringing);
    }
    const next = Math.min(
      ...[...this.#due].filter(([id]) => this.#rung?.has(id) !== true).map(([, at]) => at),
    );
    if (Number.isFinite(next)) {
      this.#timer = setTimeout(() => this.#ringDue(), next - now);
    }
  }
}
