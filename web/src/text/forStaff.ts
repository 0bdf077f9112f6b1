import { installText } from './text';
import { dictionary } from './zh-CN';

export function installStaffText(): Promise<void> {
  return installText({
    zh: dictionary,
    en: () => import('./en').then((loaded) => loaded.dictionary),
  });
}
