import { type ReadonlySignal, signal } from '@preact/signals';
import { discardNoteDraft, saveNote, signNote } from '../../api/consultations';
import type { ConsultationDetails, NoteText } from '../../api/contracts';
import { isRefusal, NetworkError } from '../../api/http';
import { keptKey } from '../session/keptTexts';
import { type Autosave, createAutosave } from './autosave';
import { readKept, startFrom } from './keptText';
import {
  emptyNote,
  latestVersion,
  type MissingField,
  missingFields,
  startingText,
} from './noteText';

/** A busy or restarting server is no refusal: the same text may be welcome a moment later. */
export function mayTryAgain(error: unknown): boolean {
  return (
    error instanceof NetworkError ||
    (isRefusal(error) && (error.status >= 500 || error.status === 429))
  );
}

/** The note that the treating doctor writes: its text, its saving and its signature. */
export class NoteEditor {
  readonly text: ReadonlySignal<NoteText>;
  readonly wasRestored: boolean;
  /** Text that this browser kept while the server's changed elsewhere. */
  readonly other = signal<NoteText | null>(null);
  readonly autosave: Autosave<NoteText>;
  /** Fields that a signature was refused for; empty again once they are filled. */
  readonly missing = signal<readonly MissingField[]>([]);
  readonly isSigning = signal(false);
  readonly #text = signal<NoteText>(emptyNote);
  readonly #consultationId: string;
  /** The version that is being written; the server refuses it once somebody signed that one. */
  readonly #version: number;
  #refused: unknown = null;

  constructor(details: ConsultationDetails) {
    this.#consultationId = details.id;
    const storageKey = keptKey('note', details.id);
    const { note } = details;
    this.#version = (latestVersion(note)?.version ?? 0) + 1;
    const onServer = startingText(note);
    const start = startFrom(onServer, readKept<NoteText>(storageKey));
    this.#text.value = start.value;
    this.text = this.#text;
    this.wasRestored = start.isKept;
    this.other.value = start.other;
    this.autosave = createAutosave<NoteText>({
      storageKey,
      onServer,
      save: (text) => saveNote(details.id, text, this.#version),
      isTransient: mayTryAgain,
      onRefused: (error) => {
        this.#refused = error;
      },
    });
    if (start.isKept) {
      this.autosave.change(start.value);
    }
  }

  change(part: Partial<NoteText>): void {
    const next = { ...this.#text.peek(), ...part };
    this.#text.value = next;
    if (this.missing.peek().length > 0) {
      this.missing.value = missingFields(next);
    }
    this.autosave.change(next);
  }

  readonly takeOther = (): void => {
    this.change(this.other.peek() ?? {});
    this.other.value = null;
  };

  readonly dropOther = (): void => {
    this.other.value = null;
    if (!this.autosave.hasUnsaved.peek()) {
      this.autosave.discard();
    }
  };

  /** True when everything that a signature needs is there. */
  check(): boolean {
    this.missing.value = missingFields(this.#text.peek());
    return this.missing.value.length === 0;
  }

  /** Saves what is typed, then signs exactly what is on screen. */
  async sign(amendmentReason?: string): Promise<ConsultationDetails> {
    this.isSigning.value = true;
    const text = this.#text.peek();
    try {
      if (!(await this.autosave.flush())) {
        throw this.autosave.state.peek() === 'refused'
          ? this.#refused
          : new NetworkError('network');
      }
      const signed = await signNote(this.#consultationId, text, this.#version, amendmentReason);
      this.autosave.discard();
      return signed;
    } catch (error) {
      if (isRefusal(error, 'note.incomplete')) {
        this.missing.value = (error.details?.['missing'] as MissingField[] | undefined) ?? [];
      }
      throw error;
    } finally {
      this.isSigning.value = false;
    }
  }

  async discardDraft(): Promise<ConsultationDetails> {
    const details = await discardNoteDraft(this.#consultationId);
    this.autosave.discard();
    return details;
  }
}
