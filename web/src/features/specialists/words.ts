import type { Specialist } from '../../api/contracts';
import { relativeTimeOf } from '../../text/format';
import { language, t } from '../../text/text';
import { canTakeNow, type ShownState } from './model';

/** One line beneath the name: how much room there is, or since when nobody is there; empty where the state says all. */
export function situationOf(person: Specialist, state: ShownState, nowMs: number): string {
  const { presence } = person;
  if (state === 'unknown') {
    return '';
  }
  if (presence === null) {
    return t('specialists.offlineLong');
  }
  const when = relativeTimeOf(presence.lastSeenAt, nowMs);
  switch (state) {
    case 'available':
      return presence.capacity > 1
        ? t('specialists.capacity', { capacity: presence.capacity })
        : '';
    case 'inConsultation':
      return canTakeNow(person)
        ? t('specialists.room', {
            load: presence.load,
            room: presence.capacity - presence.load,
          })
        : t('specialists.full', { load: presence.load });
    case 'busy':
      return t('specialists.busyWords');
    case 'away':
      return t('specialists.awayWords', { when });
    case 'offline':
      return t('specialists.offlineWords', { when });
  }
}

/** What asking means now. */
export function consequenceOf(person: Specialist, state: ShownState): string {
  switch (state) {
    case 'available':
      return t('specialists.nowAvailable');
    case 'unknown':
      return t('specialists.nowUnknown');
    case 'offline':
      return t('specialists.nowOffline');
    default:
      return canTakeNow(person) ? t('specialists.nowRoom') : t('specialists.nowWaits');
  }
}

/** Null where it is Chinese alone, which everybody speaks. */
export function languagesOf(person: Specialist): string | null {
  if (person.languages.every((code) => code === 'zh')) {
    return null;
  }
  const names = new Intl.DisplayNames(language.value, { type: 'language' });
  return t('specialists.languages', {
    languages: new Intl.ListFormat(language.value, { type: 'conjunction' }).format(
      person.languages.map((code) => names.of(code) ?? code),
    ),
  });
}
