import { signal } from '@preact/signals';
import type { Symptom } from '../../api/contracts';
import { readSymptoms } from '../../api/directory';
import { nameOf } from '../../text/format';

/** The list that every complaint draws from, read once. */
export const symptomList = signal<readonly Symptom[]>([]);
let reading: Promise<void> | undefined;

export function loadSymptoms(): Promise<void> {
  reading ??= readSymptoms().then(
    (symptoms) => {
      symptomList.value = symptoms;
    },
    () => {
      // Next page that shows a complaint asks again.
      reading = undefined;
    },
  );
  return reading;
}

export function symptomName(code: string): string {
  const known = symptomList.value.find((symptom) => symptom.code === code);
  return known ? nameOf(known.name) : code;
}
