import { readdir } from 'node:fs/promises';
import type { RunningModelServer } from '@braindrive/model-servers';
import { type RunningHubServer, runHubServer } from '@braindrive/model-servers/hub-server';
import { ggufFixture } from '@braindrive/plugin-local-model/testing/gguf';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desktop, launchBrowser, openPage } from './support/browser.ts';
import { type Client, createClient, owner } from './support/client.ts';
import { type HostProcess, startHostProcess } from './support/host-process.ts';
import { useSession } from './support/session.ts';
import { startScriptedServer } from './support/worlds/model-server.ts';

const fileName = 'Tiny-Story-Q4_0.gguf';
const name = 'Tiny-Story-Q4_0';

describe('a model that is fetched', () => {
  let hub: RunningHubServer;
  let models: RunningModelServer;
  let host: HostProcess;
  let client: Client;
  let browser: Browser;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    hub = await runHubServer({ chunkDelayMs: 60 });
    hub.setFile(
      `/someone/tiny/resolve/main/${fileName}`,
      ggufFixture({ 'general.name': 'Tiny Story' }, 8_000_000),
    );
    models = await startScriptedServer();
    host = await startHostProcess({ env: { BRAINDRIVE_MODEL_HUB: hub.url } });
    client = createClient(host.url);
    await client.trpc.account.register.mutate(owner);
    const { id } = await client.trpc.connection.create.mutate({
      providerId: 'openai-compatible',
      name: 'Study',
      settings: { baseUrl: `${models.url}/v1` },
    });
    await client.trpc.model.setDefault.mutate({ connectionId: id, modelId: 'qwen3-4b' });
    browser = await launchBrowser();
    ({ page, problems } = await openPage(browser, desktop));
    await useSession(page, client, host.url);
  });
  afterAll(async () => {
    await browser?.close();
    await client?.close();
    await host?.remove();
    await models?.close();
    await hub?.close();
  });

  const row = () => page.getByRole('listitem').filter({ hasText: /Tiny.Story/ });
  const share = async () =>
    Number(await row().getByRole('progressbar').getAttribute('aria-valuenow'));

  it('moves forward in the row and at the foot of the sidebar', async () => {
    await page.goto(`${host.url}/models`);
    await page.getByRole('button', { name: 'Add by address' }).click();
    await page
      .getByRole('textbox', { name: /^Address or path/ })
      .fill(`hf:someone/tiny/${fileName}`);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await row()
      .getByText(/of 8 MB/)
      .waitFor();
    const early = await share();
    await expect.poll(share, { timeout: 10_000 }).toBeGreaterThan(early);
    await page.getByRole('complementary').getByText(name).waitFor();
  });

  it('waits where it was paused, also after a reload', async () => {
    await page.getByRole('button', { name: `Pause ${name}` }).click();
    const paused = row().getByText(/^Paused at/);
    await paused.waitFor();
    const text = await paused.textContent();
    await page.reload();
    expect(await paused.textContent()).toBe(text);
  });

  it('goes on from there, without fetching anything twice', async () => {
    const before = hub.requests.length;
    hub.behave({ chunkDelayMs: 0 });
    await row().getByRole('button', { name: 'Resume' }).click();
    await page.getByText('is ready.').waitFor();
    const ranges = hub.requests.slice(before).map(({ headers }) => headers.range);
    expect(ranges.some((range) => /^bytes=[1-9]/.test(range ?? ''))).toBe(true);
  });

  it('is offered when it is here, and answers new chats once it is chosen', async () => {
    await page.getByRole('button', { name: 'Switch to it' }).click();
    await row().getByText('In use').waitFor();
    await page.goto(`${host.url}/chat`);
    await expect
      .poll(() => page.getByTitle('Choose the model').textContent(), { timeout: 10_000 })
      .toMatch(/Tiny.Story/);
  });

  it('leaves the disk when it is deleted', async () => {
    const files = async () =>
      (await readdir(host.dataDirectory, { recursive: true })).filter((file) =>
        file.endsWith(fileName),
      );
    expect(await files()).toHaveLength(1);
    await page.goto(`${host.url}/models`);
    await row()
      .getByRole('button', { name: /^More for/ })
      .click();
    await page.getByRole('menuitem', { name: 'Delete from disk' }).click();
    const label = page.getByRole('dialog').getByRole('textbox');
    const wanted =
      (await page
        .getByRole('dialog')
        .getByText(/^Type /)
        .first()
        .textContent()) ?? '';
    await label.fill(wanted.replace(/^Type /, '').replace(/ to go on$/, ''));
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await row().waitFor({ state: 'detached' });
    expect(await files()).toEqual([]);
  });

  it('met no error on the way', () => {
    expect(problems).toEqual([]);
  });
});
