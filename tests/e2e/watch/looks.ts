import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import type axe from 'axe-core';
import { output } from '../server/server.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = path.join(output, 'screenshots');
const sizes = [
  { name: 'desktop', width: 1440, height: 900 },
  { name: 'phone', width: 390, height: 844 },
] as const;

/** What people have written stays as they wrote it; it is known from the answers of the API. */
export class WrittenByPeople {
  readonly texts = new Set<string>();

  constructor(page: Page) {
    page.on('response', (response) => {
      const isJson = response.headers()['content-type']?.includes('json') ?? false;
      if (isJson && response.url().includes('/api/')) {
        response.json().then(
          (body: unknown) => this.#collect(body),
          () => undefined,
        );
      }
    });
  }

  #collect(value: unknown): void {
    if (typeof value === 'string') {
      this.texts.add(value);
    } else if (Array.isArray(value)) {
      for (const one of value) {
        this.#collect(one);
      }
    } else if (typeof value === 'object' && value !== null) {
      // Names come in two languages; an English page that shows the Chinese one is wrong.
      const isName = 'zh' in value && 'en' in value;
      for (const one of isName ? [] : Object.values(value)) {
        this.#collect(one);
      }
    }
  }
}

/** Looks at the page as it is now, in both languages and both sizes: picture, overflow, words, accessibility. */
export async function look(page: Page, name: string, written: WrittenByPeople): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await dismissToasts(page);
  for (const language of ['en', 'zh-CN'] as const) {
    await switchTo(page, language);
    for (const size of sizes) {
      await page.setViewportSize(size);
      await settle(page);
      const title = `${name}.${language}.${size.name}`;
      await photograph(page, path.join(folder, `${title}.png`), size);
      await hasNoOverflow(page, title);
      await hasNoViolation(page, title);
      await speaksItsLanguage(page, title, language, written);
    }
  }
}

/** What passes was said in the language of its moment. */
async function dismissToasts(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const close of document.querySelectorAll<HTMLElement>('.toast > button:last-child')) {
      close.click();
    }
  });
  await expect(page.locator('.toast')).toHaveCount(0);
}

async function switchTo(page: Page, language: 'en' | 'zh-CN'): Promise<void> {
  const isThere = async () => (await page.evaluate(() => document.documentElement.lang)) === language;
  if (!(await isThere())) {
    const switched = await page.evaluate((wanted) => {
      const button = document.querySelector<HTMLElement>(
        '[data-testid="patient-language"], [data-testid="language-switch"]',
      );
      button?.click();
      localStorage.setItem('telehealth.language', wanted);
      return button !== null;
    }, language);
    if (!switched) {
      // A page without a switch speaks the language that was chosen before.
      await page.reload();
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    }
  }
  await expect
    .poll(() => page.evaluate(() => document.documentElement.lang), {
      message: `the page speaks ${language}`,
    })
    .toBe(language);
}

/** The whole page in one picture: a window as tall as the page, so that bars at its edges stay at its edges. */
async function photograph(
  page: Page,
  file: string,
  size: { width: number; height: number },
): Promise<void> {
  const height = await page.evaluate(() => {
    window.scrollTo(0, 0);
    const isModal = document.querySelector('dialog[open]') !== null;
    return isModal ? 0 : document.documentElement.scrollHeight;
  });
  if (height > size.height) {
    await page.setViewportSize({ width: size.width, height });
    await settle(page);
  }
  await page.screenshot({ path: file });
  await page.setViewportSize({ width: size.width, height: size.height });
}

async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const finite = document
      .getAnimations()
      .filter((one) => one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    await Promise.race([
      Promise.allSettled(finite.map((one) => one.finished)),
      new Promise((resolve) => setTimeout(resolve, 1_000)),
    ]);
  });
}

async function hasNoOverflow(page: Page, title: string): Promise<void> {
  const wider = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) {
      return [];
    }
    return [...document.querySelectorAll('body *')]
      .filter((one) => one.getBoundingClientRect().right > width + 1)
      .map((one) => `${one.tagName.toLowerCase()}.${one.className}`)
      .slice(0, 5);
  });
  expect(wider, `${title} fits the width of the screen`).toEqual([]);
}

async function hasNoViolation(page: Page, title: string): Promise<void> {
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const runner = (globalThis as unknown as { axe: typeof axe }).axe;
    const result = await runner.run(document, { resultTypes: ['violations'] });
    return result.violations.map(
      (one) => `${one.id}: ${one.help} at ${one.nodes.map((node) => node.target).join(' | ')}`,
    );
  });
  expect(found, `${title} has no accessibility violation`).toEqual([]);
}

const dictionaryKey = /\b(?:common|call|chat|refusals|patient|specialists|staff)\.[a-z]\w*(?:\.\w+)*/;
const chinese = /[\u3400-\u9fff]+/g;
const englishSentence = /(?:\b[A-Za-z]{2,}\b[ ,]+){4,}/;
// The switch names each language in itself.
const namesOfLanguages = ['中文', '简体中文', 'English'];

async function speaksItsLanguage(
  page: Page,
  title: string,
  language: 'en' | 'zh-CN',
  written: WrittenByPeople,
): Promise<void> {
  const words = await page.evaluate(() => {
    const attributes = ['aria-label', 'title', 'placeholder', 'alt'];
    const labels = [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((one) => one.checkVisibility())
      .flatMap((one) => attributes.map((name) => one.getAttribute(name) ?? ''));
    return [document.body.innerText, document.title, ...labels].join('\n');
  });
  expect(words.match(dictionaryKey)?.[0], `${title} shows no key instead of words`).toBe(undefined);
  const own = withoutWritten(words, written);
  if (language === 'en') {
    expect(own.match(chinese) ?? [], `${title} has no Chinese left`).toEqual([]);
  } else {
    expect(own.match(englishSentence)?.[0], `${title} has no English left`).toBe(undefined);
  }
}

function withoutWritten(words: string, written: WrittenByPeople): string {
  const longestFirst = [...written.texts, ...namesOfLanguages]
    .flatMap((text) => text.split('\n'))
    .filter((text) => text.trim().length > 0)
    .sort((left, right) => right.length - left.length);
  let rest = words;
  for (const text of longestFirst) {
    rest = rest.replaceAll(text, '');
  }
  return rest;
}
