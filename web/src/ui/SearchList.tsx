import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { sentenceFor } from '../text/refusals';
import { t } from '../text/text';
import './SearchList.css';
import { nextIndex } from './Menu';

type SearchListProps<Item> = {
  label: string;
  hint?: string;
  placeholder?: string;
  /** Asked after a short pause; the signal is aborted when a newer question replaces it. */
  search: (query: string, signal: AbortSignal) => Promise<readonly Item[]>;
  keyOf: (item: Item) => string;
  show: (item: Item) => ComponentChildren;
  onChoose: (item: Item) => void;
  /** Also search with nothing typed, when the field is entered. */
  searchEmpty?: boolean;
  testId?: string;
};

const pauseMs = 200;

/** A combobox: type, arrow through what was found, Enter chooses. */
export function SearchList<Item>(props: SearchListProps<Item>) {
  const id = useId();
  const [query, setQuery] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const isWanted = isOpen && (props.searchEmpty === true || query.trim() !== '');
  const { items: found, error } = useFound(props.search, query.trim(), isWanted);
  const choose = (item: Item | undefined) => {
    if (item !== undefined) {
      props.onChoose(item);
      setQuery('');
      setOpen(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isVertical = event.key === 'ArrowDown' || event.key === 'ArrowUp';
    if (event.key === 'Escape' && isOpen) {
      event.stopPropagation();
      setOpen(false);
    } else if (event.key === 'Enter' && isWanted) {
      event.preventDefault();
      choose(found?.[active]);
    } else if (isVertical && found !== undefined && found.length > 0) {
      event.preventDefault();
      setActive(nextIndex(event.key, active, found.length) ?? 0);
    }
  };
  const optionId = (index: number) => `${id}-${index}`;
  const hasOptions = isOpen && found !== undefined && found.length > 0;
  return (
    <div class="search-list field">
      <label class="field-label" for={id}>
        {props.label}
      </label>
      {props.hint !== undefined && <div class="field-hint">{props.hint}</div>}
      <input
        id={id}
        class="input"
        role="combobox"
        autocomplete="off"
        value={query}
        placeholder={props.placeholder}
        aria-expanded={hasOptions}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={hasOptions ? optionId(active) : undefined}
        data-testid={props.testId}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onInput={(event) => {
          setQuery(event.currentTarget.value);
          setActive(0);
          setOpen(true);
        }}
        // While a Chinese input method composes, every key belongs to it.
        onKeyDown={(event) => event.isComposing || onKeyDown(event)}
      />
      <div class="search-found">
        {hasOptions && (
          <div id={`${id}-list`} role="listbox" class="search-options" aria-label={props.label}>
            {found.map((item, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the field, which keeps the focus.
              <div
                key={props.keyOf(item)}
                id={optionId(index)}
                role="option"
                tabIndex={-1}
                class="search-option"
                aria-selected={index === active}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => choose(item)}
              >
                {props.show(item)}
              </div>
            ))}
          </div>
        )}
        {isOpen && <FoundNothing isEmpty={found?.length === 0} error={error} />}
      </div>
    </div>
  );
}

function FoundNothing({ isEmpty, error }: { isEmpty: boolean; error: unknown }) {
  if (error !== undefined) {
    return (
      <div class="search-options search-none" role="alert">
        {sentenceFor(error)}
      </div>
    );
  }
  return isEmpty ? (
    <div class="search-options search-none" role="status">
      {t('common.state.nothingFound')}
    </div>
  ) : null;
}

type Found<Item> = { query: string; items?: readonly Item[]; error?: unknown };

/** What was found for exactly this query; what an older query found is never offered, let alone chosen. */
function useFound<Item>(
  search: SearchListProps<Item>['search'],
  query: string,
  isWanted: boolean,
): Omit<Found<Item>, 'query'> {
  const [found, setFound] = useState<Found<Item>>();
  const latest = useRef(search);
  latest.current = search;
  useEffect(() => {
    if (!isWanted) {
      setFound(undefined);
      return;
    }
    const asking = new AbortController();
    const show = (answer: Found<Item>) => {
      if (!asking.signal.aborted) {
        setFound(answer);
      }
    };
    const timer = setTimeout(() => {
      latest.current(query, asking.signal).then(
        (items) => show({ query, items }),
        (error: unknown) => show({ query, error }),
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [query, isWanted]);
  return isWanted && found?.query === query ? found : {};
}
