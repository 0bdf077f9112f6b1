import { useEffect, useState } from 'preact/hooks';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { LanguageSwitch, ThemeMenu } from '../../ui/AppShell';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { navigate } from '../../ui/router';
import { Spinner } from '../../ui/Spinner';
import { DemoSignIns } from '../demo/DemoSignIns';
import { activeRole, ensureSession, homeOf, session, sessionError, signIn } from './model';
import { usePageTitle } from './pageTitle';
import './signIn.css';

type Problems = { userName?: string; password?: string; whole?: string };

function problemsOf(userName: string, password: string): Problems {
  return {
    ...(userName.trim() === '' && { userName: t('staff.signIn.userNameMissing') }),
    ...(password === '' && { password: t('staff.signIn.passwordMissing') }),
  };
}

/** The sign-in; who is signed in already goes straight to the own home. */
export function SignInPage() {
  usePageTitle(t('staff.signIn.title'));
  useEffect(() => void ensureSession(), []);
  const role = activeRole.value;
  useEffect(() => {
    if (role !== null) {
      void navigate(homeOf(role.role), { replace: true });
    }
  }, [role]);
  const isKnown = session.value !== undefined || sessionError.value !== null;
  return isKnown && role === null ? <SignInForm /> : <Spinner page />;
}

function SignInForm() {
  const [userName, setUserName] = useState('');
  const [password, setPassword] = useState('');
  const [problems, setProblems] = useState<Problems>({});
  const [busy, setBusy] = useState<{ userName: string; isDemo: boolean } | null>(null);

  const enter = async (name: string, secret: string, isDemo: boolean) => {
    setProblems({});
    setBusy({ userName: name, isDemo });
    try {
      await signIn(name, secret);
    } catch (error) {
      setProblems({ whole: sentenceFor(error) });
    } finally {
      setBusy(null);
    }
  };

  const submit = (event: Event) => {
    event.preventDefault();
    const found = problemsOf(userName, password);
    setProblems(found);
    if (Object.keys(found).length === 0) {
      void enter(userName, password, false);
    }
  };

  return (
    <div class="sign-in">
      <BrandPanel />
      <div class="sign-in-side">
        <div class="sign-in-tools">
          <LanguageSwitch />
          <ThemeMenu />
        </div>
        <main class="sign-in-body">
          <h1>{t('staff.signIn.title')}</h1>
          <form class="sign-in-form" noValidate onSubmit={submit}>
            <TextField
              label={t('staff.signIn.userName')}
              value={userName}
              onInput={setUserName}
              autoComplete="username"
              maxLength={100}
              error={problems.userName}
              testId="user-name"
            />
            <TextField
              label={t('staff.signIn.password')}
              type="password"
              value={password}
              onInput={setPassword}
              autoComplete="current-password"
              maxLength={200}
              error={problems.password}
              testId="password"
            />
            {problems.whole && (
              <p class="sign-in-problem" role="alert">
                {problems.whole}
              </p>
            )}
            <Button
              variant="primary"
              size="large"
              type="submit"
              wide
              busy={busy !== null && !busy.isDemo}
              disabled={busy?.isDemo}
              testId="sign-in"
            >
              {t('staff.signIn.submit')}
            </Button>
            <p class="soft small">{t('staff.signIn.patientHint')}</p>
          </form>
          <DemoSignIns
            busyUserName={busy?.userName ?? null}
            signIn={(person) => void enter(person.userName, person.password, true)}
          />
        </main>
      </div>
    </div>
  );
}

function BrandPanel() {
  return (
    <aside class="sign-in-brand" aria-label={t('common.productName')}>
      <svg class="sign-in-rings" viewBox="0 0 400 400" aria-hidden="true">
        {[60, 100, 140, 180, 220, 260].map((radius) => (
          <circle key={radius} cx="320" cy="330" r={radius} />
        ))}
        <circle class="sign-in-dot" cx="320" cy="330" r="9" />
        <circle class="sign-in-dot" cx="205" cy="250" r="5" />
        <circle class="sign-in-dot" cx="262" cy="136" r="5" />
        <circle class="sign-in-dot" cx="118" cy="338" r="5" />
      </svg>
      <p class="sign-in-product">{t('common.productName')}</p>
      <div class="sign-in-words">
        <p class="sign-in-promise">{t('staff.signIn.promise')}</p>
        <p class="sign-in-detail">{t('staff.signIn.promiseDetail')}</p>
      </div>
    </aside>
  );
}
