import type { RunningModelServer } from '@braindrive/model-servers';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desktop, launchBrowser, openPage } from './support/browser.ts';
import { type Client, createClient, owner } from './support/client.ts';
import { type HostProcess, startHostProcess } from './support/host-process.ts';
import { useSession } from './support/session.ts';
import { questions } from './support/worlds/answers.ts';
import { converse } from './support/worlds/chats.ts';
import { startScriptedServer } from './support/worlds/model-server.ts';

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('a chat in the browser', () => {
  let models: RunningModelServer;
  let host: HostProcess;
  let client: Client;
  let browser: Browser;
  let page: Page;
  let problems: string[];
  let model: { connectionId: string; modelId: string };

  beforeAll(async () => {
    models = await startScriptedServer();
    host = await startHostProcess();
    client = createClient(host.url);
    await client.trpc.account.register.mutate(owner);
    const { id } = await client.trpc.connection.create.mutate({
      providerId: 'openai-compatible',
      name: 'Study',
      settings: { baseUrl: `${models.url}/v1` },
    });
    model = { connectionId: id, modelId: 'qwen3-4b' };
    await client.trpc.model.setDefault.mutate(model);
    browser = await launchBrowser();
    ({ page, problems } = await openPage(browser, desktop));
    page.setDefaultTimeout(15_000);
    await useSession(page, client, host.url);
  });
  afterAll(async () => {
    await browser?.close();
    await client?.close();
    await host?.remove();
    await models?.close();
  });

  const composer = (): Locator => page.getByRole('textbox', { name: 'Message' });
  const lastAnswer = (): Locator => page.getByRole('article', { name: /^Answer of/ }).last();
  const ask = async (text: string) => {
    await composer().fill(text);
    await composer().press('Enter');
  };
  const log = (): Locator => page.getByRole('log');
  const distanceToEnd = () =>
    log().evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);

  it('is reached, searched, stopped and corrected with the keyboard alone', async () => {
    await page.goto(`${host.url}/chat`);
    await ask(questions.boiler);
    await lastAnswer().getByText('expansion vessel').waitFor();
    await page.keyboard.press('ArrowUp');
    await page.getByRole('textbox', { name: 'Your message' }).fill(questions.complaint);
    await page.keyboard.press('Enter');
    await lastAnswer().getByText('Nobody rang').waitFor();
    await page.keyboard.press('Escape');
    await lastAnswer().getByText('Stopped.').waitFor();
    await page.keyboard.press('Control+Shift+o');
    await page.waitForURL(`${host.url}/chat`);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.type('parcel');
    await page.getByRole('option').filter({ hasText: 'parcel' }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/chat\/[^/]+/);
    await lastAnswer().getByText('Nobody rang').waitFor();
  });

  it('keeps what was typed over a reload, each conversation for itself', async () => {
    await composer().fill('half a thought');
    await page.keyboard.press('Control+Shift+o');
    await page.waitForURL(`${host.url}/chat`);
    await expect.poll(() => composer().inputValue()).toBe('');
    await composer().fill('another one');
    await page.reload();
    await expect.poll(() => composer().inputValue()).toBe('another one');
    await page.goBack();
    await expect.poll(() => composer().inputValue()).toBe('half a thought');
    await composer().fill('');
  });

  it('shows the same answer in two windows, and ends in both when one stops it', async () => {
    const conversationId = await converse(client, 'Photos', { text: questions.photos, model });
    await page.goto(`${host.url}/chat/${conversationId}`);
    const second = await page.context().newPage();
    await second.goto(page.url());
    const secondAnswer = second.getByRole('article', { name: /^Answer of/ }).last();
    await secondAnswer.waitFor();
    await ask(questions.sameSecond);
    await secondAnswer.getByText('The first keeps').waitFor();
    await lastAnswer().getByText('The first keeps').waitFor();
    expect(await secondAnswer.locator('[data-answer-text]').textContent()).toBe(
      await lastAnswer().locator('[data-answer-text]').textContent(),
    );
    await second.getByRole('button', { name: 'Stop' }).click();
    await secondAnswer.getByText('Stopped.').waitFor();
    await lastAnswer().getByText('Stopped.').waitFor();
    await second.close();
  });

  it('follows the answer until somebody reads back, then waits to be asked', async () => {
    await page.goto(`${host.url}/chat`);
    await ask(questions.long);
    await lastAnswer().getByText('Line 30:').waitFor();
    expect(await distanceToEnd()).toBeLessThan(100);
    await log().hover();
    await page.mouse.wheel(0, -600);
    const pill = page.getByRole('button', { name: 'New text' });
    await pill.waitFor();
    const top = await log().evaluate((box) => box.scrollTop);
    const before = await distanceToEnd();
    await expect.poll(distanceToEnd).toBeGreaterThan(before + 100);
    expect(Math.abs((await log().evaluate((box) => box.scrollTop)) - top)).toBeLessThan(2);
    await pill.click();
    await expect.poll(distanceToEnd).toBeLessThan(100);
    await page.getByRole('button', { name: 'Stop' }).click();
    await lastAnswer().getByText('Stopped.').waitFor();
  });

  it('runs nothing that an answer brings, and loads a picture only when asked to', async () => {
    const asked: string[] = [];
    await page.route('https://images.example.com/**', (route) => {
      asked.push(route.request().url());
      return route.fulfill({ body: pixel, contentType: 'image/png' });
    });
    await page.goto(`${host.url}/chat`);
    await ask(questions.hostile);
    const answer = lastAnswer();
    await answer.getByText('That was the page.').waitFor();
    expect(await answer.locator('script, iframe, object, [onerror]').count()).toBe(0);
    const targets = await answer
      .locator('a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    expect(targets).toEqual(['https://example.com/']);
    expect(await page.evaluate(() => Reflect.get(window, '__ran'))).toBeUndefined();
    expect(asked).toEqual([]);
    await answer.getByRole('button', { name: 'Load image' }).click();
    await answer.getByRole('img', { name: 'tracker' }).waitFor();
    expect(asked).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  it('says that the host is gone, keeps the words, and goes on when it is back', async () => {
    const banner = page.getByText('No connection to BrainDrive');
    const { dataDirectory, url } = host;
    await composer().fill('Why does the boiler lose pressure?');
    await host.kill();
    await banner.waitFor();
    await composer().press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await composer().inputValue()).toBe('Why does the boiler lose pressure?');
    host = await startHostProcess({ dataDirectory, port: Number(new URL(url).port) });
    await banner.waitFor({ state: 'detached', timeout: 30_000 });
    await composer().press('Enter');
    await lastAnswer().getByText('expansion vessel').waitFor();
  });
});
