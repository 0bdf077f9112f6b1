import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import {
  acceptConsultation,
  readConsultation,
  readMyCases,
  readQueue,
  takeNext,
} from '../../api/consultations';
import type {
  Colleague,
  ConsultationDetails,
  ConsultationListItem,
  QueueEntry,
} from '../../api/contracts';
import { readColleagues } from '../../api/directory';
import { isRefusal } from '../../api/http';
import { newUuid } from '../../api/uuid';
import type { DepartmentPresence, PresenceState } from '../../realtime/messages';
import { noticeLostSession } from '../session/model';
import { Bell } from './bell';
import { moveSelection } from './queue';

export type ChosenPresence = Extract<PresenceState, 'available' | 'busy' | 'away'>;

type Opened = { id: string; details: ConsultationDetails | null; error: unknown };

/** What a specialist sees and does at one department; lives as long as the page. */
export class Desk {
  readonly queue = signal<QueueEntry[] | null>(null);
  readonly queueError = signal<unknown>(null);
  readonly mine = signal<ConsultationListItem[] | null>(null);
  readonly colleagues = signal<Colleague[] | null>(null);
  readonly presence = signal<ReadonlyMap<string, PresenceState>>(new Map());
  readonly selectedId = signal<string | null>(null);
  readonly opened = signal<Opened | null>(null);
  /** The consultation that is being taken, 'next', or nothing. */
  readonly taking = signal<string | null>(null);
  readonly myPresence: ReadonlySignal<PresenceState>;
  readonly #departmentId: string;
  #newestReading = 0;
  #versions = new Map<string, number>();
  readonly #bell: Bell;
  #unansweredClick: string | null = null;

  constructor(
    departmentId: string,
    practitionerId: string,
    onUrgent: (entries: QueueEntry[]) => void,
  ) {
    this.#departmentId = departmentId;
    this.#bell = new Bell(onUrgent);
    this.myPresence = computed(() => this.presence.value.get(practitionerId) ?? 'offline');
  }

  async refreshQueue(): Promise<void> {
    try {
      const after = await readQueue(this.#departmentId);
      batch(() => {
        this.queue.value = after;
        this.queueError.value = null;
      });
      this.#bell.show(after);
    } catch (error) {
      this.queueError.value = error;
      noticeLostSession(error);
    }
  }

  async refreshMine(): Promise<void> {
    try {
      this.mine.value = await readMyCases();
    } catch {
      // The list of before stays; the next change or the next connection reads it again.
      this.mine.value ??= [];
    }
  }

  /** The page is left: nothing rings any more. */
  leave(): void {
    this.#bell.stop();
  }

  async readColleagues(): Promise<void> {
    try {
      this.colleagues.value = await readColleagues(this.#departmentId);
    } catch {
      this.colleagues.value = [];
    }
  }

  replacePresences(present: readonly DepartmentPresence[]): void {
    this.#versions = new Map(present.map((one) => [one.practitionerId, one.version]));
    this.presence.value = new Map(present.map((one) => [one.practitionerId, one.state]));
  }

  /** News of two nodes may overtake each other: the older one is nothing any more. */
  changePresences(changes: readonly DepartmentPresence[]): void {
    const next = new Map(this.presence.peek());
    for (const one of changes) {
      if (one.version >= (this.#versions.get(one.practitionerId) ?? 0)) {
        this.#versions.set(one.practitionerId, one.version);
        next.set(one.practitionerId, one.state);
      }
    }
    this.presence.value = next;
  }

  setPresence(practitionerId: string, state: PresenceState): void {
    const next = new Map(this.presence.peek());
    next.set(practitionerId, state);
    this.presence.value = next;
  }

  moveSelection(step: 1 | -1): void {
    this.selectedId.value = moveSelection(this.queue.value ?? [], this.selectedId.value, step);
    if (this.opened.value !== null && this.selectedId.value !== null) {
      void this.open(this.selectedId.value);
    }
  }

  async open(consultationId: string): Promise<void> {
    batch(() => {
      this.selectedId.value = consultationId;
      this.opened.value = { id: consultationId, details: null, error: null };
    });
    await this.refreshOpened();
  }

  /** Reads the open case again; what the patient adds while waiting appears by itself. */
  async refreshOpened(): Promise<void> {
    const id = this.opened.peek()?.id;
    if (id === undefined) {
      return;
    }
    const asked = ++this.#newestReading;
    let answer: Opened;
    try {
      answer = { id, details: await readConsultation(id), error: null };
    } catch (error) {
      // What is being read stays; only the error is added.
      answer = { id, details: this.opened.peek()?.details ?? null, error };
    }
    if (this.opened.peek()?.id === id && asked === this.#newestReading) {
      this.opened.value = answer;
    }
  }

  close(): void {
    this.opened.value = null;
  }

  takeNext(): Promise<ConsultationDetails | null> {
    return this.#take('next', () => this.#callNext());
  }

  /** A click without an answer may have called somebody: the next click asks for the same one. */
  async #callNext(): Promise<ConsultationDetails> {
    this.#unansweredClick ??= newUuid();
    try {
      const details = await takeNext(this.#departmentId, this.#unansweredClick);
      this.#unansweredClick = null;
      return details;
    } catch (error) {
      if (isRefusal(error) && error.status < 500) {
        this.#unansweredClick = null;
      }
      throw error;
    }
  }

  accept(consultationId: string): Promise<ConsultationDetails | null> {
    return this.#take(consultationId, () => acceptConsultation(consultationId));
  }

  async #take(
    what: string,
    send: () => Promise<ConsultationDetails>,
  ): Promise<ConsultationDetails | null> {
    if (this.taking.peek() !== null) {
      return null;
    }
    this.taking.value = what;
    try {
      return await send();
    } catch (error) {
      if (isRefusal(error, 'consultation.not_waiting')) {
        this.close();
      }
      // Whoever was called although no answer came stands among the own patients.
      await Promise.all([this.refreshQueue(), this.refreshMine()]);
      throw error;
    } finally {
      this.taking.value = null;
    }
  }
}

export type MineGroup = 'inProgress' | 'ended' | 'completed';

const recentShown = 5;

/** Own consultations as they need attention: going on, to be signed, recently done. */
export function groupMine(
  items: readonly ConsultationListItem[],
): { group: MineGroup; items: ConsultationListItem[] }[] {
  const groups: MineGroup[] = ['inProgress', 'ended', 'completed'];
  return groups
    .map((group) => ({
      group,
      items: items
        .filter((item) => item.status === group)
        .slice(0, group === 'completed' ? recentShown : undefined),
    }))
    .filter((one) => one.items.length > 0);
}
