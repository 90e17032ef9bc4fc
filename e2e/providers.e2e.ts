import { networkInterfaces } from 'node:os';
import type { RunningModelServer } from '@braindrive/model-servers';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desktop, launchBrowser, openPage } from './support/browser.ts';
import { type Client, createClient, owner } from './support/client.ts';
import { type HostProcess, startHostProcess } from './support/host-process.ts';
import { useSession } from './support/session.ts';
import { startScriptedServer } from './support/worlds/model-server.ts';

/** This machine as its network sees it, so that the server is not "this machine"; loopback without a network. */
const networkAddress =
  Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === 'IPv4' && !address.internal)?.address ?? '127.0.0.1';
const place =
  networkAddress === '127.0.0.1' ? 'Stays on this machine' : `Goes to ${networkAddress}`;

describe('a server that answers', () => {
  let models: RunningModelServer;
  let host: HostProcess;
  let client: Client;
  let browser: Browser;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    models = await startScriptedServer({ apiKey: 'the-right-key', host: networkAddress });
    host = await startHostProcess();
    client = createClient(host.url);
    await client.trpc.account.register.mutate(owner);
    browser = await launchBrowser();
    ({ page, problems } = await openPage(browser, desktop));
    await useSession(page, client, host.url);
  });
  afterAll(async () => {
    await browser?.close();
    await client?.close();
    await host?.remove();
    await models?.close();
  });

  const dialog = () => page.getByRole('dialog');
  const card = () => page.locator('main').getByText('Study', { exact: true });

  it('is refused with advice while its key is wrong', async () => {
    await page.goto(`${host.url}/connections`);
    await page.getByRole('button', { name: 'Add connection' }).click();
    await page.getByRole('button', { name: /^OpenAI-compatible/ }).click();
    await dialog().getByRole('textbox', { name: 'Name' }).fill('Study');
    await dialog().getByRole('textbox', { name: 'Base URL' }).fill(`${models.url}/v1`);
    await dialog().getByRole('textbox', { name: 'API key' }).fill('a-wrong-key');
    await dialog().getByRole('button', { name: 'Test and save' }).click();
    await dialog()
      .getByText(/key was refused/i)
      .waitFor();
    expect(await client.trpc.connection.list.query()).toHaveLength(1);
  });

  it('is kept once the test passes, and its key is never shown again', async () => {
    await dialog().getByRole('textbox', { name: 'API key' }).fill('the-right-key');
    await dialog().getByRole('button', { name: /^Test/ }).click();
    await dialog().waitFor({ state: 'detached' });
    await card().waitFor();
    await page.getByText('3 models ready').waitFor();
    await page.getByText(/Key set on/).waitFor();
    expect(await page.content()).not.toContain('the-right-key');
  });

  it('answers word by word, under a line that says where the words go', async () => {
    await page.goto(`${host.url}/chat`);
    await page.getByTitle('Choose the model').click();
    await page.getByRole('option', { name: /Qwen3 8B/ }).click();
    await page.getByText(place).waitFor();
    await page.getByRole('textbox', { name: 'Message' }).fill('Why does the boiler lose pressure?');
    await page.keyboard.press('Enter');
    await page
      .getByRole('article', { name: 'Answer of Qwen3 8B' })
      .getByText('expansion vessel')
      .waitFor();
    expect(models.chats[0]?.body).toMatchObject({ model: 'qwen3-8b', stream: true });
  });

  it('shows that it died, keeps its models, and comes back with Retry', async () => {
    const port = Number(new URL(models.url).port);
    await models.close();
    const lists = await client.trpc.model.list.query();
    const list = lists.find(({ connectionName }) => connectionName === 'Study');
    await client.trpc.model.refresh.mutate({ connectionId: list?.connectionId ?? '' });
    await page.goto(`${host.url}/connections`);
    await page.getByText('Does not answer; 3 models known from before').waitFor();
    await page.getByText(`${networkAddress}:${port} does not answer.`).waitFor();
    models = await startScriptedServer({ apiKey: 'the-right-key', host: networkAddress, port });
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByText('3 models ready').waitFor();
  });

  it('met no error on the way', () => {
    expect(problems).toEqual([]);
  });
});
