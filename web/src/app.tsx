import { usePageTitle } from './features/session/pageTitle';
import { t } from './text/text';
import { QuestionHost } from './ui/Dialog';
import './ui/Button.css';
import { EmptyState } from './ui/EmptyState';
import { Link, type Route, Router } from './ui/router';
import { Spinner } from './ui/Spinner';
import { ToastStack } from './ui/Toast';

// Each page is its own chunk, loaded when its path is first opened.
const routes: readonly Route[] = [
  {
    pattern: '/',
    load: () => import('./features/session/SignInPage').then((page) => page.SignInPage),
  },
  {
    pattern: '/home',
    load: () => import('./features/session/HomePage').then((page) => page.HomePage),
  },
  {
    pattern: '/desk',
    load: () => import('./features/desk/DeskPage').then((page) => page.DeskPage),
  },
  {
    pattern: '/consultations/:id',
    load: () => import('./features/desk/ConsultationPage').then((page) => page.ConsultationPage),
  },
  {
    pattern: '/cases',
    load: () => import('./features/case/CasesPage').then((page) => page.CasesPage),
  },
  {
    pattern: '/cases/:id',
    load: () => import('./features/case/CasePage').then((page) => page.CasePage),
  },
  {
    pattern: '/specialists',
    load: () =>
      import('./features/specialists/SpecialistsPage').then((page) => page.SpecialistsPage),
  },
  {
    pattern: '/invite',
    load: () => import('./features/invitation/InvitePage').then((page) => page.InvitePage),
  },
  {
    pattern: '/operations',
    load: () => import('./features/operations/OperationsPage').then((page) => page.OperationsPage),
  },
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
  usePageTitle(t('common.errors.pageNotFound'));
  return (
    <main class="stack" style={{ margin: 'auto' }}>
      <EmptyState
        title={t('common.errors.pageNotFound')}
        hint={t('common.errors.pageNotFoundHint')}
        headingLevel={1}
        action={
          <Link to="/" class="button button-primary button-normal">
            {t('common.errors.goHome')}
          </Link>
        }
      />
    </main>
  );
}
