import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readEnvironment } from '@braindrive/host/environment';
import { type RunningHost, startHost } from '@braindrive/host/start-host';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { desktop, launchBrowser, openPage } from './support/browser.ts';
import { createClient, owner } from './support/client.ts';
import { useSession } from './support/session.ts';

const plugins = resolve(import.meta.dirname, '..', 'plugins');
const quiet = () => {};
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };

let directory: string;
let host: RunningHost;
let browser: Browser;

/** The bundled plugins without one of them, as after somebody deleted its folder. */
async function bundledWithout(missing: string): Promise<void> {
  const list = await readFile(join(plugins, 'bundled.json'), 'utf8');
  await writeFile(join(directory, 'bundled.json'), list);
  for (const entry of JSON.parse(list) as (string | { slug: string })[]) {
    const slug = typeof entry === 'string' ? entry : entry.slug;
    if (slug === missing) continue;
    await mkdir(join(directory, slug));
    await symlink(join(plugins, slug, 'dist'), join(directory, slug, 'dist'));
  }
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'braindrive-bundled-'));
  await bundledWithout('chat');
  host = await startHost({
    environment: readEnvironment({
      PORT: '0',
      BRAINDRIVE_DATA: join(directory, 'data'),
      BRAINDRIVE_STARTER_MODEL: 'false',
    }),
    ...{ log, restore: null, variables: {}, pluginsDirectory: directory },
  });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await host?.close();
  await rm(directory, { recursive: true, force: true });
});

it('works without the chat, says that it is missing, and installs what is only offered', async () => {
  const client = createClient(host.url);
  await client.trpc.account.register.mutate(owner);
  const { page, problems } = await openPage(browser, desktop);
  await useSession(page, client, host.url);
  await page.goto(host.url);
  await page.getByText('plugins/chat').waitFor();
  expect(new URL(page.url()).pathname).toBe('/plugins');

  await page.locator('button', { hasText: /^Install$/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Use your models').waitFor();
  await dialog.getByRole('button', { name: 'Allow and install' }).click();
  await dialog.getByRole('button', { name: 'Open' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Ada');
  await page.getByRole('button', { name: 'Greet' }).click();
  await page.getByText('Hello, Ada.').waitFor();
  expect(problems).toEqual([]);
  await client.close();
});
