import { expect, type Page } from '@playwright/test';

/** Opens the chat beside the call. */
export async function chat(page: Page): Promise<void> {
  await page.getByTestId('toggle-chat').click();
  await expect(page.getByTestId('chat-text')).toBeVisible();
}

export async function sayInChat(page: Page, text: string): Promise<void> {
  await page.getByTestId('chat-text').fill(text);
  await page.getByTestId('chat-send').click();
  await readInChat(page, text);
}

export async function readInChat(page: Page, text: string): Promise<void> {
  await expect(page.getByTestId('message').filter({ hasText: text })).toHaveCount(1);
}
