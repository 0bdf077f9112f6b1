import { useEffect, useRef } from 'preact/hooks';
import type { Desk } from './model';

/** Keys belong to whoever types or answers a dialog; Enter also belongs to a focused control. */
export function deskKeyOf(
  event: KeyboardEvent,
): 'down' | 'up' | 'open' | 'next' | 'move' | 'retriage' | 'close' | null {
  const target = event.target instanceof Element ? event.target : null;
  const isTyping = target?.closest('input, textarea, select, dialog, [role=menu]') !== null;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping) {
    return null;
  }
  switch (event.key) {
    case 'j':
    case 'J':
      return 'down';
    case 'k':
    case 'K':
      return 'up';
    case 'n':
    case 'N':
      return 'next';
    case 'm':
    case 'M':
      return 'move';
    case 't':
    case 'T':
      return 'retriage';
    case 'Escape':
      return 'close';
    case 'Enter':
      return target?.closest('button, a, summary') ? null : 'open';
    default:
      return null;
  }
}

export function useDeskKeys(
  desk: Desk,
  takeNext: () => void,
  act: (kind: 'move' | 'retriage') => void,
): void {
  const latest = useRef({ takeNext, act });
  latest.current = { takeNext, act };
  useEffect(() => {
    const actions = {
      down: () => desk.moveSelection(1),
      up: () => desk.moveSelection(-1),
      next: () => latest.current.takeNext(),
      move: () => latest.current.act('move'),
      retriage: () => latest.current.act('retriage'),
      close: () => desk.close(),
      open: () => {
        const id = desk.selectedId.value;
        if (id !== null) {
          void desk.open(id);
        }
      },
    };
    const onKey = (event: KeyboardEvent) => {
      const key = event.repeat && event.key.toLowerCase() === 'n' ? null : deskKeyOf(event);
      if (key !== null) {
        event.preventDefault();
        actions[key]();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [desk]);
}
