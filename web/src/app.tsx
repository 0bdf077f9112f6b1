import type { ComponentType } from 'preact';
import { t } from './text/text';
import { QuestionHost } from './ui/Dialog';
import { EmptyState } from './ui/EmptyState';
import { type PageProps, type Route, Router } from './ui/router';
import { Spinner } from './ui/Spinner';
import { ToastStack } from './ui/Toast';

type PageModule = Record<string, ComponentType<PageProps>>;

// Each page is its own chunk: features/<slice>/<Name>Page.tsx exports <Name>Page.
const pages = import.meta.glob<PageModule>('./features/*/*Page.tsx');

function page(pattern: string, slice: string, name: string): Route {
  return {
    pattern,
    load: async () => {
      const loaded = await pages[`./features/${slice}/${name}.tsx`]?.();
      return loaded?.[name] ?? NotFound;
    },
  };
}

const routes: readonly Route[] = [
  page('/', 'session', 'SignInPage'),
  page('/desk', 'desk', 'DeskPage'),
  page('/consultations/:id', 'desk', 'ConsultationPage'),
  page('/cases', 'case', 'CasesPage'),
  page('/cases/:id', 'case', 'CasePage'),
  page('/invite', 'invitation', 'InvitePage'),
  page('/home', 'session', 'HomePage'),
];

export function App() {
  return (
    <>
      <Router routes={routes} loading={<Spinner page />} notFound={<NotFound />} />
      <QuestionHost />
      <ToastStack />
    </>
  );
}

function NotFound() {
  return (
    <main class="stack" style={{ margin: 'auto' }}>
      <EmptyState
        title={t('common.errors.pageNotFound')}
        hint={t('common.errors.pageNotFoundHint')}
        headingLevel={1}
      />
    </main>
  );
}
