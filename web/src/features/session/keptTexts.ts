/** What this browser keeps of a person's work, unsent text above all: always under the name of who wrote it, so that nobody finds or sends another's. */
export type KeptKind = 'note' | 'case' | 'outbox' | 'chat.draft' | 'seen';

const kinds: readonly KeptKind[] = ['note', 'case', 'outbox', 'chat.draft', 'seen'];
const patientsPage = 'patient';

let writer = patientsPage;
const listeners = new Set<() => void>();

export function keptKey(kind: KeptKind, consultationId: string): string {
  return `telehealth.${kind}.${writer}.${consultationId}`;
}

/** From here on this person writes; what other staff left in this browser is gone. */
export function writeAs(practitionerId: string): void {
  if (writer !== practitionerId) {
    writerIsGone();
    writer = practitionerId;
  }
  forgetKeptTexts(practitionerId);
}

/** What autosave and the chat kept here; the next person at this computer must not find it. */
export function forgetKeptTexts(except?: string): void {
  for (const storage of [localStorage, sessionStorage]) {
    for (const key of Object.keys(storage)) {
      const kind = kinds.find((one) => key.startsWith(`telehealth.${one}.`));
      const isOf = (name: string) => key.startsWith(`telehealth.${kind}.${name}.`);
      const isForeign = kind !== undefined && (except === undefined || !isOf(except));
      if (isForeign && !isOf(patientsPage)) {
        storage.removeItem(key);
      }
    }
  }
}

/** To be told when the writer is gone: whatever goes on by itself must stop then. */
export function onWriterGone(listener: () => void): void {
  listeners.add(listener);
}

export function writerIsGone(): void {
  for (const listener of listeners) {
    listener();
  }
}
