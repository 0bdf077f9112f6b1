import { signal } from '@preact/signals';
import type { dictionary } from './zh-CN';

export type Language = 'zh-CN' | 'en';
export type Dictionary = typeof dictionary;

/** The same keys with any words: what another language must provide. */
export type SameKeys<T> = {
  readonly [K in keyof T]: T[K] extends string ? string : SameKeys<T[K]>;
};

type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}`;
}[keyof T & string];
export type TextKey = Leaves<Dictionary>;

type TextAt<T, Key extends string> = Key extends `${infer Head}.${infer Rest}`
  ? Head extends keyof T
    ? TextAt<T[Head], Rest>
    : never
  : Key extends keyof T
    ? T[Key]
    : never;
type Placeholders<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;
type Params<Key extends TextKey> = Placeholders<TextAt<Dictionary, Key>>;
type ParamsArgument<Key extends TextKey> = [Params<Key>] extends [never]
  ? []
  : [params: Record<Params<Key>, string | number>];

type Words = { readonly [key: string]: string | Words };
type Loaders = { zh: Words; en: () => Promise<Words> };

const storageKey = 'telehealth.language';
const words = signal<Words>({});
let loaders: Loaders | undefined;

/** The language of what is on screen; changes once the words of a new language have arrived. */
export const language = signal<Language>('zh-CN');

/** Called once by each entry with the words it needs: the patient's page does not carry the staff's texts. */
export async function installText(forEntry: Loaders): Promise<void> {
  loaders = forEntry;
  words.value = forEntry.zh;
  await setLanguage(rememberedLanguage(), { remember: false });
}

export async function setLanguage(next: Language, options = { remember: true }): Promise<void> {
  if (loaders === undefined) {
    throw new Error('installText comes first.');
  }
  words.value = next === 'en' ? await loaders.en() : loaders.zh;
  language.value = next;
  document.documentElement.lang = next;
  if (options.remember) {
    localStorage.setItem(storageKey, next);
  }
}

function rememberedLanguage(): Language {
  const remembered = localStorage.getItem(storageKey);
  return remembered === 'en' || remembered === 'zh-CN' ? remembered : 'zh-CN';
}

/** The words for a key in the current language. Read inside a component or a computed, it follows a switch of language. */
export function t<Key extends TextKey>(key: Key, ...[params]: ParamsArgument<Key>): string {
  return fill(find(key) ?? key, params);
}

/** For keys made from codes that the server sends: undefined when there are no words for it. */
export function findText(key: string, params?: Record<string, unknown>): string | undefined {
  const found = find(key);
  return found === undefined ? undefined : fill(found, params);
}

function find(key: string): string | undefined {
  let at: string | Words | undefined = words.value;
  for (const part of key.split('.')) {
    at = typeof at === 'object' ? at[part] : undefined;
  }
  return typeof at === 'string' ? at : undefined;
}

// "{count}" is a value; "{count#person|people}" is the word that goes with it in English.
const placeholder = /\{(\w+)(?:#([^|}]*)\|([^}]*))?\}/g;

function fill(text: string, params: Record<string, unknown> | undefined): string {
  return text.replace(placeholder, (_whole, name: string, one?: string, other?: string) => {
    const value = params?.[name] ?? '';
    if (one === undefined) {
      return typeof value === 'number' ? value.toLocaleString(language.value) : String(value);
    }
    return new Intl.PluralRules(language.value).select(Number(value)) === 'one'
      ? one
      : (other ?? '');
  });
}
