import { useEffect } from 'preact/hooks';
import { t } from '../../text/text';

/** What the tab is called; `notice` stands in front while something waits for a look. */
export function usePageTitle(title: string, notice = ''): void {
  const whole = [notice, `${title} · ${t('common.productName')}`].filter(Boolean).join(' ');
  useEffect(() => {
    document.title = whole;
  }, [whole]);
}
