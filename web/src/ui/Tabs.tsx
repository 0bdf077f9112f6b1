import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import './Tabs.css';
import { nextIndex } from './Menu';

export type Tab<Name extends string = string> = {
  name: Name;
  label: string;
  /** A number worth knowing before opening; 0 is not shown. */
  count?: number;
};

export function Tabs<Name extends string>(props: {
  label: string;
  tabs: readonly Tab<Name>[];
  current: Name;
  onChange: (name: Name) => void;
  children: ComponentChildren;
}) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = props.tabs.findIndex((tab) => tab.name === props.current);
    const next = props.tabs[nextIndex(event.key, at, props.tabs.length) ?? -1];
    if (next !== undefined) {
      event.preventDefault();
      props.onChange(next.name);
      list.current?.querySelector<HTMLElement>(`#${CSS.escape(`${id}-${next.name}`)}`)?.focus();
    }
  };
  return (
    <div class="tabs">
      <div class="tab-list" role="tablist" aria-label={props.label} ref={list}>
        {props.tabs.map((tab) => {
          const isCurrent = tab.name === props.current;
          return (
            <button
              key={tab.name}
              id={`${id}-${tab.name}`}
              type="button"
              role="tab"
              class="tab"
              aria-selected={isCurrent}
              aria-controls={`${id}-panel`}
              tabIndex={isCurrent ? 0 : -1}
              onClick={() => props.onChange(tab.name)}
              onKeyDown={onKeyDown}
              data-testid={`tab-${tab.name}`}
            >
              {tab.label}
              {tab.count !== undefined && tab.count > 0 && (
                <span class="tab-count">{tab.count}</span>
              )}
            </button>
          );
        })}
      </div>
      <div
        id={`${id}-panel`}
        class="tab-panel"
        role="tabpanel"
        aria-labelledby={`${id}-${props.current}`}
      >
        {props.children}
      </div>
    </div>
  );
}
