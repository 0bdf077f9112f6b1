import { language } from './text';

/** What the server sends for names of people, institutions and departments. */
export type TwoNames = { readonly zh: string; readonly en: string };

export function nameOf(name: TwoNames): string {
  return language.value === 'en' ? name.en || name.zh : name.zh || name.en;
}

/** Of a moment in the reader's zone, or of a day such as a birth date, which is the same everywhere. */
export function dateOf(iso: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(iso);
  return new Intl.DateTimeFormat(language.value, {
    dateStyle: 'medium',
    ...(isDay ? { timeZone: 'UTC' } : {}),
  }).format(new Date(iso));
}

export function timeOf(iso: string): string {
  return new Intl.DateTimeFormat(language.value, { hour: '2-digit', minute: '2-digit' }).format(
    new Date(iso),
  );
}

/** With seconds, of today. */
export function preciseTimeOf(iso: string): string {
  return new Intl.DateTimeFormat(language.value, { timeStyle: 'medium' }).format(new Date(iso));
}

/** The time alone when it is today. */
export function todayOrDayOf(iso: string): string {
  const isToday = new Date(iso).toDateString() === new Date().toDateString();
  return isToday ? timeOf(iso) : dayAndTimeOf(iso);
}

/** "Tue 08:00": for what lies within days. */
export function dayAndTimeOf(iso: string): string {
  const day = new Intl.DateTimeFormat(language.value, { weekday: 'short' }).format(new Date(iso));
  return `${day} ${timeOf(iso)}`;
}

export function dateTimeOf(iso: string): string {
  return `${dateOf(iso)} ${timeOf(iso)}`;
}

export function numberOf(value: number, maximumFractionDigits = 1): string {
  return new Intl.NumberFormat(language.value, { maximumFractionDigits }).format(value);
}

const steps: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "5 minutes ago"; below a minute "now". */
export function relativeTimeOf(iso: string, nowMs: number): string {
  const seconds = Math.round((Date.parse(iso) - nowMs) / 1000);
  const format = new Intl.RelativeTimeFormat(language.value, { numeric: 'auto' });
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) {
      return format.format(Math.trunc(seconds / size), unit);
    }
  }
  return format.format(0, 'second');
}

/** A stopwatch: 4:05, 1:02:09. */
export function clockOf(totalSeconds: number): string {
  const whole = Math.max(0, Math.floor(totalSeconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const seconds = String(whole % 60).padStart(2, '0');
  return hours > 0
    ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}`
    : `${minutes}:${seconds}`;
}

/** "12 min", "1 hr, 5 min" in the words of the language. */
export function durationOf(totalMinutes: number): string {
  const whole = Math.max(0, Math.round(totalMinutes));
  const part = (value: number, unit: 'hour' | 'minute') =>
    new Intl.NumberFormat(language.value, { style: 'unit', unit, unitDisplay: 'short' }).format(
      value,
    );
  const hours = Math.floor(whole / 60);
  if (hours === 0) {
    return part(whole, 'minute');
  }
  return whole % 60 === 0
    ? part(hours, 'hour')
    : new Intl.ListFormat(language.value, { type: 'unit', style: 'narrow' }).format([
        part(hours, 'hour'),
        part(whole % 60, 'minute'),
      ]);
}
