import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import './Menu.css';
import { classes } from './classes';
import { Icon } from './Icon';
import { checkIcon } from './icons';

export type MenuItem = {
  label: string;
  onSelect: () => void;
  icon?: string;
  /** For a choice: shown with a tick. */
  checked?: boolean;
  danger?: boolean;
  testId?: string;
};
/** The key keeps the focus where it is while other groups come and go. */
export type MenuGroup = { key?: string; label?: string; items: readonly MenuItem[] };

type MenuProps = {
  /** What the button shows. */
  children: ComponentChildren;
  label: string;
  /** The button shows words of its own: they are its name, and the label only names the list. */
  isNamedByContent?: boolean;
  groups: readonly MenuGroup[];
  buttonClass?: string;
  /** Which edge of the button the list keeps to, and on which side it opens. */
  align?: 'start' | 'center' | 'end';
  side?: 'below' | 'above';
  testId?: string;
};

export function Menu(props: MenuProps) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const listId = useId();
  useEffect(() => {
    if (!isOpen) {
      return;
    }
    root.current?.querySelector<HTMLElement>('[role^=menuitem]')?.focus();
    const onPointer = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) {
        setOpen(false);
      }
    };
    document.addEventListener('pointerdown', onPointer);
    return () => document.removeEventListener('pointerdown', onPointer);
  }, [isOpen]);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
    } else if (event.key === 'Tab') {
      setOpen(false);
    } else {
      moveFocus(event, root.current);
    }
  };
  return (
    <div class="menu" ref={root}>
      <button
        ref={button}
        type="button"
        class={props.buttonClass ?? 'icon-button'}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-label={props.isNamedByContent ? undefined : props.label}
        title={props.label}
        data-testid={props.testId}
        onClick={() => setOpen(!isOpen)}
      >
        {props.children}
      </button>
      {isOpen && (
        <div
          id={listId}
          class={classes(
            'menu-list',
            `menu-${props.align ?? 'end'}`,
            `menu-${props.side ?? 'below'}`,
          )}
          role="menu"
          tabIndex={-1}
          aria-label={props.label}
          onKeyDown={onKeyDown}
        >
          {props.groups.map((group, index) => (
            <MenuPart key={group.key ?? group.label ?? index} group={group} onDone={close} />
          ))}
        </div>
      )}
    </div>
  );
}

function MenuPart({ group, onDone }: { group: MenuGroup; onDone: () => void }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no group of a menu.
    <div class="menu-group" role="group" aria-label={group.label}>
      {group.label !== undefined && (
        <div class="menu-label" aria-hidden="true">
          {group.label}
        </div>
      )}
      {group.items.map((item) => (
        // biome-ignore lint/a11y/useAriaPropsSupportedByRole: aria-checked is absent unless the role is menuitemradio.
        <button
          key={item.label}
          type="button"
          role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
          aria-checked={item.checked}
          tabIndex={-1}
          class={classes('menu-item', item.danger && 'menu-item-danger')}
          data-testid={item.testId}
          onClick={() => {
            onDone();
            item.onSelect();
          }}
        >
          <span class="menu-sign">
            {(item.checked || item.icon !== undefined) && (
              <Icon path={item.icon ?? checkIcon} size={18} />
            )}
          </span>
          {item.label}
        </button>
      ))}
    </div>
  );
}

function moveFocus(event: KeyboardEvent, root: HTMLElement | null): void {
  const items = [...(root?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next = nextIndex(event.key, at, items.length);
  if (next !== undefined) {
    event.preventDefault();
    items[next]?.focus();
  }
}

/** Where an arrow key leads in a ring of items; undefined for other keys. */
export function nextIndex(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
    case 'ArrowRight':
      return (at + 1) % count;
    case 'ArrowUp':
    case 'ArrowLeft':
      return (at - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
