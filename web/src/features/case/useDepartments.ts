import { useEffect, useState } from 'preact/hooks';
import type { Department } from '../../api/contracts';
import { readDepartments } from '../../api/directory';
import { nameOf } from '../../text/format';
import type { Option } from '../../ui/Field';

export type ReadOnce<T> = { value: T | null; error: unknown; retry: () => void };

/** Something that is read when the page opens, and again when asked. */
export function useReadOnce<T>(read: (signal: AbortSignal) => Promise<T>): ReadOnce<T> {
  const [value, setValue] = useState<T | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const reading = new AbortController();
    setError(null);
    read(reading.signal).then(setValue, (caught: unknown) => {
      if (!reading.signal.aborted) {
        setError(caught);
      }
    });
    return () => reading.abort();
  }, [attempt]);
  return { value, error, retry: () => setAttempt(attempt + 1) };
}

export function useDepartments(): ReadOnce<Department[]> {
  return useReadOnce((signal) => readDepartments({ signal }));
}

export function departmentOptions(departments: readonly Department[]): Option[] {
  return departments.map((one) => ({
    value: one.id,
    label: `${nameOf(one.name)} · ${nameOf(one.institution)}`,
  }));
}
