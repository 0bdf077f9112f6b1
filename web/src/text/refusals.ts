import { nameOf } from './format';
import { findText, t } from './text';

type Coded = { code: string; details?: Record<string, unknown> | undefined };

/** One sentence for anything that was caught: a refusal of the server, a lost network, or a fault of ours. */
export function sentenceFor(error: unknown): string {
  const { code, details } = codeOf(error);
  return (
    findText(`refusals.${code}`, named(details)) ??
    findText(`common.errors.${code}`) ??
    t('common.errors.unexpected', { code })
  );
}

function codeOf(error: unknown): Coded {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    const details = 'details' in error ? (error.details as Coded['details']) : undefined;
    return { code: error.code, details };
  }
  return { code: error instanceof Error ? error.name : 'unknown' };
}

/** A department comes in both languages, the sentence in one. */
function named(details: Coded['details']): Coded['details'] {
  const { departmentZh: zh, departmentEn: en } = details ?? {};
  return typeof zh === 'string' && typeof en === 'string'
    ? { ...details, department: nameOf({ zh, en }) }
    : details;
}
