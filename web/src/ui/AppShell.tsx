import type { ComponentChildren } from 'preact';
import { language, setLanguage, t } from '../text/text';
import './AppShell.css';
import { Avatar } from './Badge';
import { Icon } from './Icon';
import { chevronLeftIcon, moonIcon, sunIcon } from './icons';
import { Menu, type MenuGroup } from './Menu';
import { Link, path } from './router';
import { setTheme, type Theme, theme } from './theme';

export type NavigationItem = { to: string; label: string; icon: string };

type AppShellProps = {
  children: ComponentChildren;
  navigation?: readonly NavigationItem[];
  /** Who is signed in, and what the account menu offers besides. */
  account?: { name: string; subtitle: string; groups: readonly MenuGroup[] } | undefined;
  /** Beside the account: presence and the like. */
  aside?: ComponentChildren;
  /** Between the bar and the content, on every page alike. */
  notice?: ComponentChildren;
  /** The whole window for the content, as a call needs it. */
  full?: boolean;
};

export function AppShell(props: AppShellProps) {
  return (
    <div class={props.full ? 'shell shell-full' : 'shell'}>
      <a class="skip-link" href="#content">
        {t('common.settings.skipToContent')}
      </a>
      <header class="top-bar">
        <Brand />
        {props.navigation !== undefined && (
          <nav class="top-nav" aria-label={t('common.settings.mainNavigation')}>
            {props.navigation.map((item) => (
              <Link
                key={item.to}
                to={item.to}
                class="top-nav-item"
                current={path.value === item.to}
              >
                <Icon path={item.icon} />
                <span>{item.label}</span>
              </Link>
            ))}
          </nav>
        )}
        <div class="top-aside">
          {props.aside}
          <LanguageSwitch />
          <ThemeMenu />
          {props.account !== undefined && (
            <Menu
              label={`${t('common.settings.account')}: ${props.account.name} ${props.account.subtitle}`}
              isNamedByContent
              groups={props.account.groups}
              buttonClass="account-button"
              testId="account-menu"
            >
              <Avatar name={props.account.name} size={34} />
              <span class="account-words">
                <strong>{props.account.name}</strong> <span>{props.account.subtitle}</span>
              </span>
            </Menu>
          )}
        </div>
      </header>
      {props.notice}
      <main id="content" class="shell-content" tabIndex={-1}>
        {props.children}
      </main>
    </div>
  );
}

export function Brand() {
  return (
    <span class="brand">
      <svg width="30" height="30" viewBox="0 0 32 32" aria-hidden="true">
        <rect x="1" y="1" width="30" height="30" rx="9" class="brand-field" />
        <path d="M16 8.5v15M8.5 16h15" class="brand-cross" />
        <circle cx="25" cy="7" r="4.2" class="brand-seal" />
      </svg>
      <span class="brand-name">{t('common.productName')}</span>
    </span>
  );
}

export function LanguageSwitch() {
  const other = language.value === 'en' ? 'zh-CN' : 'en';
  return (
    <button
      type="button"
      class="icon-button language-switch"
      lang={other}
      data-testid="language-switch"
      onClick={() => void setLanguage(other)}
    >
      {t('common.settings.otherLanguage')}
    </button>
  );
}

export function ThemeMenu() {
  const choice = (value: Theme, label: string) => ({
    label,
    checked: theme.value === value,
    onSelect: () => setTheme(value),
  });
  return (
    <Menu
      label={t('common.settings.theme')}
      testId="theme-menu"
      groups={[
        {
          label: t('common.settings.theme'),
          items: [
            choice('system', t('common.settings.themeSystem')),
            choice('light', t('common.settings.themeLight')),
            choice('dark', t('common.settings.themeDark')),
          ],
        },
      ]}
    >
      <Icon path={theme.value === 'dark' ? moonIcon : sunIcon} size={22} />
    </Menu>
  );
}

/** The head of a page: where one is, the one important thing to do, and the way back. */
export function PageHeader(props: {
  title: string;
  subtitle?: ComponentChildren;
  actions?: ComponentChildren;
  back?: { to: string; label: string };
}) {
  return (
    <header class="page-header">
      <div class="page-header-words">
        {props.back !== undefined && (
          <Link to={props.back.to} class="page-back">
            <Icon path={chevronLeftIcon} size={18} />
            {props.back.label}
          </Link>
        )}
        <h1>{props.title}</h1>
        {props.subtitle !== undefined && <div class="soft">{props.subtitle}</div>}
      </div>
      {props.actions !== undefined && <div class="row">{props.actions}</div>}
    </header>
  );
}
