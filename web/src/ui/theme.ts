import { signal } from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';

const storageKey = 'telehealth.theme';
const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');

export const theme = signal<Theme>(remembered());

/** Before the first paint, by each entry. */
export function installTheme(): void {
  apply();
  prefersDark.addEventListener('change', apply);
}

export function setTheme(next: Theme): void {
  theme.value = next;
  localStorage.setItem(storageKey, next);
  apply();
}

function apply(): void {
  const isDark = theme.value === 'dark' || (theme.value === 'system' && prefersDark.matches);
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
}

function remembered(): Theme {
  const value = localStorage.getItem(storageKey);
  return value === 'light' || value === 'dark' ? value : 'system';
}
