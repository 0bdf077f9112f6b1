import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { assessTriage, saveCase, submitCase } from '../../api/consultations';
import type {
  CaseDraft,
  Complaint,
  ConsultationDetails,
  RedFlagHit,
  Urgency,
  VitalSignRange,
} from '../../api/contracts';
import { isRefusal, NetworkError } from '../../api/http';
import { type Autosave, createAutosave } from '../note/autosave';
import { readKept, startFrom } from '../note/keptText';
import { mayTryAgain } from '../note/model';
import { keptKey } from '../session/keptTexts';
import { draftOf, raisedUrgency } from './draft';
import { readVitals, textsOf, type VitalField, type VitalProblem, type VitalTexts } from './vitals';

export type Assessment = { urgency: Urgency; hits: RedFlagHit[] };

const assessPauseMs = 300;

/** A case while the clinic doctor fills it in: it saves itself and is assessed as it grows. */
export class CaseForm {
  readonly draft: ReadonlySignal<CaseDraft>;
  readonly vitalTexts: ReadonlySignal<VitalTexts>;
  readonly vitalProblems: ReadonlySignal<Partial<Record<VitalField, VitalProblem>>>;
  readonly assessment = signal<Assessment | null>(null);
  readonly assessmentFailed = signal(false);
  /** True after the assessment had to correct what was chosen. */
  readonly wasRaised = signal(false);
  readonly wasRestored: boolean;
  /** Text that this browser kept while the server's changed elsewhere. */
  readonly other = signal<CaseDraft | null>(null);
  readonly autosave: Autosave<CaseDraft>;
  readonly #draft: Signal<CaseDraft>;
  readonly #vitalTexts: Signal<VitalTexts>;
  readonly #ranges: readonly VitalSignRange[];
  readonly #patientId: string;
  readonly #consultationId: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | undefined;

  constructor(details: ConsultationDetails, ranges: readonly VitalSignRange[]) {
    this.#consultationId = details.id;
    this.#patientId = details.patient.id;
    this.#ranges = ranges;
    const storageKey = keptKey('case', details.id);
    const onServer = draftOf(details);
    const start = startFrom(onServer, readKept<CaseDraft>(storageKey));
    this.wasRestored = start.isKept;
    this.other.value = start.other;
    this.#draft = signal(start.value);
    this.draft = this.#draft;
    this.#vitalTexts = signal(textsOf(start.value.vitalSigns));
    this.vitalTexts = this.#vitalTexts;
    this.vitalProblems = computed(() => readVitals(this.#vitalTexts.value, ranges).problems);
    this.autosave = createAutosave<CaseDraft>({
      storageKey,
      onServer,
      save: async (draft) => {
        await saveCase(details.id, draft);
        return { savedAt: new Date().toISOString() };
      },
      isTransient: mayTryAgain,
    });
    if (start.isKept) {
      this.autosave.change(start.value);
    }
  }

  /** Assesses now and after each change of flags, symptoms or vital signs; answers how to stop. */
  start(): () => void {
    const relevant = computed(() => {
      const { complaint, vitalSigns } = this.#draft.value;
      return JSON.stringify([complaint.redFlags, complaint.symptoms, vitalSigns]);
    });
    const stopWatching = effect(() => {
      relevant.value;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.assess(), assessPauseMs);
    });
    return () => {
      stopWatching();
      clearTimeout(this.#timer);
      this.#asking?.abort();
      void this.autosave.flush().finally(() => this.autosave.stop());
    };
  }

  change(part: Partial<CaseDraft>): void {
    this.#draft.value = { ...this.#draft.peek(), ...part };
    this.autosave.change(this.#draft.value);
  }

  readonly takeOther = (): void => {
    const other = this.other.peek();
    if (other !== null) {
      this.#vitalTexts.value = textsOf(other.vitalSigns);
      this.change(other);
      this.other.value = null;
    }
  };

  readonly dropOther = (): void => {
    this.other.value = null;
    if (!this.autosave.hasUnsaved.peek()) {
      this.autosave.discard();
    }
  };

  changeComplaint(part: Partial<Complaint>): void {
    this.change({ complaint: { ...this.#draft.peek().complaint, ...part } });
  }

  typeVital(field: VitalField, text: string): void {
    this.#vitalTexts.value = { ...this.#vitalTexts.peek(), [field]: text };
    this.change({ vitalSigns: readVitals(this.#vitalTexts.value, this.#ranges).signs });
  }

  async assess(): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const { complaint, vitalSigns } = this.#draft.peek();
    try {
      const assessment = await assessTriage(
        this.#patientId,
        complaint.redFlags,
        vitalSigns,
        complaint.symptoms,
        { signal: asking.signal },
      );
      if (!asking.signal.aborted) {
        this.assessment.value = assessment;
        this.assessmentFailed.value = false;
        this.#raise(assessment.urgency);
      }
    } catch {
      if (!asking.signal.aborted) {
        this.assessmentFailed.value = true;
      }
    }
  }

  #raise(assessed: Urgency): void {
    const { urgency } = this.#draft.peek();
    const raised = raisedUrgency(urgency, assessed);
    if (raised !== urgency) {
      this.wasRaised.value = true;
      this.change({ urgency: raised });
    }
  }

  /** Saves the last words, then sends the case to the department's queue. */
  async submit(departmentId: string): Promise<ConsultationDetails> {
    if (!(await this.autosave.flush())) {
      throw new NetworkError('network');
    }
    try {
      return await submitCase(this.#consultationId, departmentId, this.#draft.peek().urgency);
    } catch (error) {
      const demanded = isRefusal(error, 'consultation.urgency_too_low')
        ? error.details?.['urgency']
        : undefined;
      if (typeof demanded === 'number') {
        this.#raise(demanded as Urgency);
      }
      throw error;
    }
  }
}
