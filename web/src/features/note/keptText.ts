export interface KeptText<T> {
  value: T;
  /** Fingerprints of what the server may have had when this was written: clocks of two machines cannot be compared. */
  bases: readonly string[];
}

export interface Start<T> {
  value: T;
  isKept: boolean;
  /** Kept here, but the server has other words meanwhile: the person decides. */
  other: T | null;
}

export function readKept<T>(
  storageKey: string,
  storage: Storage = localStorage,
): KeptText<T> | null {
  try {
    const kept = JSON.parse(storage.getItem(storageKey) ?? 'null') as Partial<KeptText<T>> | null;
    return kept?.value === undefined ? null : { value: kept.value, bases: kept.bases ?? [] };
  } catch {
    return null;
  }
}

/** The text to start from: what this browser kept continues only what the server still has. */
export function startFrom<T>(onServer: T, kept: KeptText<T> | null): Start<T> {
  const print = fingerprintOf(onServer);
  if (kept === null || fingerprintOf(kept.value) === print) {
    return { value: onServer, isKept: false, other: null };
  }
  return kept.bases.includes(print)
    ? { value: kept.value, isKept: true, other: null }
    : { value: onServer, isKept: false, other: kept.value };
}

/** Equal for equal words, however the server orders and trims them. */
export function fingerprintOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'string') {
      return part.trim();
    }
    return part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part;
  });
}
