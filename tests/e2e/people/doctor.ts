import { expect, type Locator, type Page } from '@playwright/test';

/** What a specialist does at the desk and in the consultation, by the buttons of the pages. */

export function queueRow(page: Page, patientName: string): Locator {
  return page.getByTestId('queue-row').filter({ hasText: patientName });
}

export async function accept(page: Page, patientName: string): Promise<void> {
  await queueRow(page, patientName).getByTestId('accept').click();
  await expect(page.getByTestId('call')).toBeVisible();
}

export async function inCall(page: Page): Promise<void> {
  await expect(page.getByTestId('call')).toHaveAttribute('data-state', 'joined');
}

export const noteText = {
  complaint: '咳嗽三天',
  findings: '精神好，咽部稍红，呼吸平稳。',
  advice: '多喝温水，注意休息；如发烧或喘不上气，马上到医院。',
};

export async function writeNote(page: Page): Promise<void> {
  await page.getByTestId('note-complaint').fill(noteText.complaint);
  await page.getByTestId('note-findings').fill(noteText.findings);
  await page.getByTestId('note-advice').fill(noteText.advice);
  const search = page.getByTestId('diagnosis-search');
  await search.fill('J06');
  await page.getByRole('option').first().click();
  await expect(page.getByTestId('diagnoses').locator('li')).toHaveCount(1);
  await noteSaved(page);
}

export async function noteSaved(page: Page): Promise<void> {
  await expect(page.getByTestId('save-state').first()).toHaveAttribute('data-state', 'saved');
}

export async function end(page: Page): Promise<void> {
  await page.getByTestId('end').click();
  await page.getByTestId('question-confirm').click();
  await expect(page.getByTestId('note-card')).toBeVisible();
}

export async function sign(page: Page, amendmentReason?: string): Promise<void> {
  await page.getByTestId('review').click();
  const dialog = page.getByTestId('sign-dialog');
  if (amendmentReason !== undefined) {
    await dialog.getByTestId('amend-reason').fill(amendmentReason);
  }
  await dialog.getByTestId('sign').click();
  await expect(dialog).toBeHidden();
  await expect(page.getByTestId('versions')).toBeVisible();
}
