import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { dictionary as en } from './en';
import { clockOf, durationOf, nameOf, relativeTimeOf } from './format';
import { installStaffText } from './forStaff';
import { sentenceFor } from './refusals';
import { findText, setLanguage, t } from './text';
import { dictionary as zh } from './zh-CN';

function leaves(words: object, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string') {
      found.set(at, value);
    } else {
      for (const [inner, text] of leaves(value, at)) {
        found.set(inner, text);
      }
    }
  }
  return found;
}

const placeholdersOf = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)/g)].map((match) => match[1]))].sort();

beforeAll(async () => {
  await installStaffText();
});

test('both languages have the same keys', () => {
  expect([...leaves(en).keys()].sort()).toEqual([...leaves(zh).keys()].sort());
});

test('both languages name the same placeholders in each text', () => {
  const english = leaves(en);
  for (const [key, text] of leaves(zh)) {
    expect(placeholdersOf(english.get(key) ?? ''), key).toEqual(placeholdersOf(text));
  }
});

test('no English text holds Chinese characters except the switch back to Chinese', () => {
  for (const [key, text] of leaves(en)) {
    if (key !== 'common.settings.otherLanguage') {
      expect(/[\u4e00-\u9fff]/.test(text), key).toBe(false);
    }
  }
});

test('a switch of language changes words, plural forms, names and the document language', async () => {
  await setLanguage('en');
  expect(t('chat.newMessages', { count: 1 })).toBe('1 new message');
  expect(t('chat.newMessages', { count: 2 })).toBe('2 new messages');
  expect(nameOf({ zh: '李明', en: 'Li Ming' })).toBe('Li Ming');
  expect(document.documentElement.lang).toBe('en');
  await setLanguage('zh-CN');
  expect(t('chat.newMessages', { count: 2 })).toBe('2 条新消息');
  expect(nameOf({ zh: '李明', en: 'Li Ming' })).toBe('李明');
  expect(nameOf({ zh: '', en: 'Li Ming' })).toBe('Li Ming');
});

test('a refusal becomes its sentence, with its facts, and an unknown code still says something', () => {
  const refusal = Object.assign(new Error('x'), {
    code: 'invitation.identity_mismatch',
    details: { attemptsLeft: 3 },
  });
  expect(sentenceFor(refusal)).toContain('3');
  expect(sentenceFor(Object.assign(new Error('x'), { code: 'network' }))).toBe(
    t('common.errors.network'),
  );
  expect(sentenceFor(Object.assign(new Error('x'), { code: 'moon.full' }))).toContain('moon.full');
  expect(findText('refusals.session')).toBeUndefined();
});

test('times read as a person would say them', () => {
  const now = Date.parse('2026-01-01T12:00:00Z');
  expect(relativeTimeOf('2026-01-01T11:55:00Z', now)).toBe('5分钟前');
  expect(clockOf(245)).toBe('4:05');
  expect(clockOf(3729)).toBe('1:02:09');
  expect(durationOf(65)).toContain('5');
});

test('every refusal code of the server has its sentence', () => {
  const sources = join(import.meta.dirname, '../../../src/Telehealth.Server');
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('Refusals.cs'),
  );
  const codes = files.flatMap((file) =>
    [...readFileSync(join(sources, file), 'utf8').matchAll(/"([a-z_]+\.[a-z_]+)"/g)].map(
      (match) => match[1],
    ),
  );
  expect(codes.length).toBeGreaterThan(0);
  expect([...new Set(codes)].filter((code) => findText(`refusals.${code}`) === undefined)).toEqual(
    [],
  );
});
