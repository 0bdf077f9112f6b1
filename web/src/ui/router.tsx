import { signal } from '@preact/signals';
import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

export const path = signal(location.pathname);

type Held = { steps: number; stage: 'undoing' | 'asking' | 'allowed' };
type Guard = { isDirty: () => boolean; ask: () => Promise<boolean> };
let guard: Guard | undefined;

// Where this page stands in the tab's history: what the browser did already can be undone by as many steps.
let at = indexOf(history.state) ?? 0;
history.replaceState({ ...(history.state as object | null), index: at }, '');

function indexOf(state: unknown): number | undefined {
  return (state as { index?: number } | null)?.index;
}

async function mayLeave(): Promise<boolean> {
  return guard === undefined || !guard.isDirty() || (await guard.ask());
}

/** Goes to a page of ours without loading the document again. */
export async function navigate(to: string, options: { replace?: boolean } = {}): Promise<void> {
  if (!(await mayLeave())) {
    return;
  }
  if (options.replace) {
    history.replaceState({ index: at }, '', to);
  } else {
    at++;
    history.pushState({ index: at }, '', to);
  }
  path.value = location.pathname;
  window.scrollTo(0, 0);
}

/** Steps that the person took while something was unsaved: undone, then asked about, then taken again. */
let held: Held | undefined;

window.addEventListener('popstate', (event) => {
  const index = indexOf(event.state) ?? at;
  const steps = index - at;
  if (held === undefined && steps !== 0 && guard?.isDirty()) {
    held = { steps, stage: 'undoing' };
    history.go(-steps);
  } else if (held !== undefined && held.stage !== 'allowed') {
    if (steps !== 0) {
      history.go(-steps);
    } else if (held.stage === 'undoing') {
      void askAboutHeld(held);
    }
  } else {
    held = undefined;
    at = index;
    path.value = location.pathname;
  }
});

async function askAboutHeld(asked: Held): Promise<void> {
  asked.stage = 'asking';
  if (await mayLeave()) {
    asked.stage = 'allowed';
    history.go(asked.steps);
  } else {
    held = undefined;
  }
}

/** While `isDirty` says so, leaving asks first: our own pages through `ask`, the browser by its own dialog. */
export function useLeaveGuard(isDirty: () => boolean, ask: Guard['ask']): void {
  useEffect(() => {
    const ownGuard = { isDirty, ask };
    const onUnload = (event: BeforeUnloadEvent) => {
      if (isDirty()) {
        event.preventDefault();
      }
    };
    guard = ownGuard;
    window.addEventListener('beforeunload', onUnload);
    return () => {
      window.removeEventListener('beforeunload', onUnload);
      if (guard === ownGuard) {
        guard = undefined;
      }
    };
  }, [isDirty, ask]);
}

export function Link(props: {
  to: string;
  class?: string;
  current?: boolean;
  children: ComponentChildren;
  testId?: string;
}) {
  return (
    <a
      href={props.to}
      class={props.class}
      aria-current={props.current ? 'page' : undefined}
      data-testid={props.testId}
      onClick={(event) => {
        const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
        if (isPlain) {
          event.preventDefault();
          void navigate(props.to);
        }
      }}
    >
      {props.children}
    </a>
  );
}

/** Values of `:names` in a pattern, or undefined when the path is another one. */
export function matchPath(pattern: string, actual: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const parts = actual.replace(/\/$/, '').split('/');
  if (pattern === '/' ? actual !== '/' : wanted.length !== parts.length) {
    return undefined;
  }
  const found: Record<string, string> = {};
  for (const [index, name] of wanted.entries()) {
    const part = parts[index] ?? '';
    if (name.startsWith(':')) {
      found[name.slice(1)] = decodeURIComponent(part);
    } else if (name !== part) {
      return undefined;
    }
  }
  return found;
}

export type PageProps = { params: Record<string, string> };
export type Route = { pattern: string; load: () => Promise<ComponentType<PageProps>> };

type Shown = { pattern: string; Page: ComponentType<PageProps> };

/** Shows the page of the current path; the page before stays until the next one's code has arrived. */
export function Router(props: {
  routes: readonly Route[];
  loading: ComponentChildren;
  notFound: ComponentChildren;
}) {
  const [shown, setShown] = useState<Shown>();
  const at = path.value;
  const route = props.routes.find((candidate) => matchPath(candidate.pattern, at) !== undefined);
  useEffect(() => {
    let isCurrent = true;
    if (route !== undefined) {
      void route.load().then((Page) => {
        if (isCurrent) {
          setShown({ pattern: route.pattern, Page });
        }
      });
    }
    return () => {
      isCurrent = false;
    };
  }, [route]);
  if (route === undefined) {
    return <>{props.notFound}</>;
  }
  if (shown === undefined || shown.pattern !== route.pattern) {
    return <>{props.loading}</>;
  }
  const params = matchPath(route.pattern, at) ?? {};
  return <shown.Page key={at} params={params} />;
}
