import type { RunningModelServer } from '@braindrive/model-servers';
import { rawTgz } from '@braindrive/plugin-host/testing/raw-tar';
import {
  type ReleaseServer,
  startReleaseServer,
} from '@braindrive/plugin-host/testing/release-server';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './support/browser.ts';
import { type Client, createClient, owner } from './support/client.ts';
import { type HostProcess, startHostProcess } from './support/host-process.ts';
import { AuthorDesk, type PackedPlugin } from './support/packed-plugin.ts';
import { useSession } from './support/session.ts';
import { openTab, type Tab } from './support/tab.ts';
import { questions } from './support/worlds/answers.ts';
import { startScriptedServer } from './support/worlds/model-server.ts';

const storage = "storage: { quotaMB: 5, reason: 'To keep your notes.' },";
const asksForMore = {
  [storage]: `${storage} http: { hosts: ['example.com'], reason: 'To look words up.' },`,
};
const migration = `migrations: [{
    to: 2,
    up: async (ctx) => {
      const notes = (await ctx.storage.get('notes', notesSchema)) ?? [];
      await ctx.storage.set('notes', notes.map((note) => note + ', moved'));
    },
  }]`;

/** A later version: another look, one more permission, data moved. */
const later = (edition: string, server: Readonly<Record<string, string>> = {}) => ({
  'plugin.config.ts': asksForMore,
  'src/server/index.ts': { 'migrations: []': migration, ...server },
  'src/ui/shelf.tsx': { 'first edition': edition },
});

const spoils = "upgrade: async (ctx) => { await ctx.storage.set('notes', ['spoilt']); },";

describe('a plugin in the life of a person', () => {
  let desk: AuthorDesk;
  let releases: ReleaseServer;
  let models: RunningModelServer;
  let host: HostProcess;
  let client: Client;
  let browser: Browser;
  /** The plugin manager. */
  let manager: Tab;
  /** The plugin's own page, which is opened once and never reloaded. */
  let shelf: Tab;
  const tabs: Tab[] = [];
  const versions: Record<string, PackedPlugin> = {};
  let visitor: PackedPlugin;

  beforeAll(async () => {
    desk = await AuthorDesk.open();
    const pack = async (version: string, changes = {}) => {
      versions[version] = await desk.pack('keeper', version, { changes });
    };
    await pack('1.0.0');
    await pack('1.1.0', later('second edition'));
    await pack(
      '1.2.0',
      later('third edition', {
        'upgrade: async () => {},': spoils,
        'check: () => []': "check: () => ['The shelf is crooked']",
      }),
    );
    await pack('1.3.0', later('fourth edition'));
    visitor = await desk.pack('keeper', '1.0.0', {
      isSigned: false,
      changes: {
        'plugin.config.ts': { "'keeper'": "'visitor'", "'Keeper'": "'Visitor'" },
      },
    });
    releases = await startReleaseServer();
    models = await startScriptedServer();
    host = await startHostProcess({
      env: {
        BRAINDRIVE_GITHUB_API: releases.settings.apiUrl,
        BRAINDRIVE_GITHUB_URL: releases.settings.webUrl,
      },
    });
    client = createClient(host.url);
    await client.trpc.account.register.mutate(owner);
    const { id } = await client.trpc.connection.create.mutate({
      providerId: 'openai-compatible',
      name: 'Study',
      settings: { baseUrl: `${models.url}/v1` },
    });
    await client.trpc.model.setDefault.mutate({ connectionId: id, modelId: 'qwen3-4b' });
    browser = await launchBrowser();
    manager = await newTab();
  });
  afterAll(async () => {
    await browser?.close();
    await client?.close();
    await host?.remove();
    await models?.close();
    await releases?.[Symbol.asyncDispose]();
    await desk?.clear();
  });

  const newTab = async (): Promise<Tab> => {
    const tab = await openTab(browser);
    await useSession(tab.page, client, host.url);
    tabs.push(tab);
    return tab;
  };
  const publish = (version: string) => {
    const packed = versions[version];
    if (packed === undefined) throw new Error(`Nobody packed ${version}.`);
    releases.publish('ada/keeper', {
      tag: `v${version}`,
      notes: `What is new in ${version}.`,
      assets: { [packed.fileName]: packed.bytes },
      digests: 'right',
    });
  };
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const dialog = () => manager.page.getByRole('dialog');
  const fetchFrom = async (address: string) => {
    await manager.page.goto(`${host.url}/plugins`);
    await button(manager.page, 'Install from address or file').click();
    await dialog().getByRole('textbox', { name: 'Address' }).fill(address);
    await button(manager.page, 'Fetch').click();
  };
  const notes = () => shelf.page.getByRole('list', { name: 'Notes' }).getByRole('listitem');
  const keep = async (text: string) => {
    await shelf.page.getByRole('textbox', { name: 'Note' }).fill(text);
    await button(shelf.page, 'Keep').click();
    await notes().getByText(text, { exact: true }).waitFor();
  };
  const edition = (name: string) => shelf.page.getByText(`Shelf, ${name}`).first();
  const installed = () => client.trpc.plugin.get.query({ slug: 'keeper' });

  it('is fetched from the address of its repository, asks, and is there without a reload', async () => {
    publish('1.0.0');
    await fetchFrom(`${releases.url}/ada/keeper`);
    await dialog().getByRole('heading', { name: 'Keeper asks to' }).waitFor();
    await dialog().getByText('Store up to 5 MB').waitFor();
    await dialog()
      .getByText(/keep your notes/)
      .waitFor();
    await dialog().getByText('Signed', { exact: true }).waitFor();
    const steps = await dialog().getByRole('list', { name: 'Steps' }).textContent();
    expect(steps).toMatch(/Fetched.*\d KiB.*Archive checked.*files, all digests match/s);
    await manager.mark();
    await button(manager.page, 'Allow and install').click();
    await dialog().getByText('Keeper is ready to use').waitFor();
    await button(manager.page, 'Open').click();
    await manager.page.getByText('Shelf, first edition').first().waitFor();
    await manager.page.getByText('Welcome, reader.').waitFor();
    expect(await manager.isMarked()).toBe(true);

    shelf = await newTab();
    await shelf.page.goto(manager.page.url());
    await edition('first edition').waitFor();
    await shelf.mark();
    await keep('milk');
  });

  it('shows at once what is set in the form that its schema describes', async () => {
    await manager.page.goto(`${host.url}/plugins/installed/keeper?tab=settings`);
    const greeting = manager.page.getByRole('textbox', { name: 'Greeting' });
    expect(await greeting.inputValue()).toBe('Welcome');
    await greeting.fill('Good evening');
    await button(manager.page, 'Save').click();
    await manager.page.getByText('Settings saved.').waitFor();
    await shelf.page.getByText('Good evening, reader.').waitFor();
    expect((await client.trpc.plugin.detail.query({ slug: 'keeper' })).settings).toEqual({
      greeting: 'Good evening',
    });
  });

  it('stays as it is when an update that asks for more is refused', async () => {
    publish('1.1.0');
    await manager.page.goto(`${host.url}/plugins/updates`);
    await button(manager.page, 'Check now').click();
    await manager.page.getByText('1.0.0 → 1.1.0').waitFor();
    await button(manager.page, 'Review: Keeper').click();
    await dialog().getByRole('heading', { name: 'What changes for Keeper' }).waitFor();
    const asked = dialog().getByRole('listitem').filter({ hasText: 'example.com' });
    await asked.getByText('New', { exact: true }).waitFor();
    await dialog().getByText('1 permission it has already').waitFor();
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await dialog().waitFor({ state: 'detached' });
    expect(await installed()).toMatchObject({ version: '1.0.0', state: 'enabled' });
    await edition('first edition').waitFor();
    await keep('bread');
  });

  it('is exchanged in the open page when it is allowed, and an answer elsewhere streams on', async () => {
    const chat = await newTab();
    await chat.page.goto(`${host.url}/chat`);
    await chat.page.getByRole('textbox', { name: 'Message' }).fill(questions.long);
    await chat.page.keyboard.press('Enter');
    const answer = chat.page.getByRole('article', { name: /^Answer of/ }).last();
    await answer.getByText('Line 2:').waitFor();
    await chat.mark();

    await button(manager.page, 'Review: Keeper').click();
    await button(manager.page, 'Allow and update').click();
    await edition('second edition').waitFor();
    await expect.poll(() => notes().allInnerTexts()).toEqual(['milk, moved', 'bread, moved']);
    await dialog().getByText('Keeper is now 1.1.0').waitFor();
    await shelf.page.getByText('Good evening, reader.').waitFor();
    await keep('salt');
    expect(await shelf.isMarked()).toBe(true);
    expect(await shelf.reacts()).toEqual({ seen: 2, different: 1 });

    expect(await answer.textContent()).not.toContain('Line 160:');
    await answer.getByText('Line 160:').waitFor({ timeout: 60_000 });
    expect(await chat.isMarked()).toBe(true);
    expect(chat.problems).toEqual([]);
    await chat.page.close();
  });

  it('goes back by itself when a new version fails its check', async () => {
    publish('1.2.0');
    await fetchFrom(`${releases.url}/ada/keeper/releases/tag/v1.2.0`);
    const alert = dialog().getByRole('alert');
    await alert.getByText('Keeper could not be updated').waitFor();
    await alert.getByText(/failed its check.*The shelf is crooked/).waitFor();
    await alert.getByText(/You are on 1\.1\.0, nothing lost/).waitFor();
    expect(await installed()).toMatchObject({ version: '1.1.0', state: 'enabled' });
    await edition('second edition').waitFor();
    await keep('tea');
    expect(await notes().allInnerTexts()).toEqual(['milk, moved', 'bread, moved', 'salt', 'tea']);
  });

  it('goes back by itself when a new version keeps crashing', async () => {
    publish('1.3.0');
    await fetchFrom(`${releases.url}/ada/keeper/releases/tag/v1.3.0`);
    await dialog().getByText('Keeper is now 1.3.0').waitFor();
    await edition('fourth edition').waitFor();
    await keep('sugar');
    const fallAgain = async () => {
      const { version } = await installed();
      if (version === '1.3.0') await button(shelf.page, 'Let it fall').click();
      return version;
    };
    await expect.poll(fallAgain, { interval: 700, timeout: 20_000 }).toBe('1.1.0');
    await edition('second edition').waitFor();
    // The old version reads data of the new one, so what was written since is kept.
    await expect.poll(() => notes().allInnerTexts()).toContain('sugar');
    await manager.page.goto(`${host.url}/plugins/installed/keeper`);
    await manager.page
      .getByText(/Keeper 1\.3\.0 crashed 3 times .* You are back on 1\.1\.0, nothing lost/)
      .waitFor();
    expect(await shelf.isMarked()).toBe(true);
    // The browser itself writes down each call that failed.
    expect(shelf.problems.filter((text) => !/status of 5\d\d/.test(text))).toEqual([]);
    shelf.problems.length = 0;
  });

  it('is off, gone, and back with its data when that is undone', async () => {
    await manager.page.goto(`${host.url}/plugins/installed`);
    const choose = async (item: string) => {
      await button(manager.page, 'More for Keeper').click();
      await manager.page.getByRole('menuitem', { name: item }).click();
    };
    await choose('Turn off');
    await shelf.page.getByText(/Keeper is (disabled|off)/).waitFor();
    await choose('Uninstall');
    await manager.page.getByText(/Keeper uninstalled\. Its data is kept for 30 days/).waitFor();
    await manager.page.getByText('Uninstalled, data kept for 30 days').waitFor();
    await shelf.page.getByText('Nothing here').waitFor();
    await button(manager.page, 'Undo').last().click();
    await edition('second edition').waitFor();
    await expect
      .poll(() => notes().allInnerTexts())
      .toEqual(['milk, moved', 'bread, moved', 'salt', 'tea', 'sugar']);
    await shelf.page.getByText('Good evening, reader.').waitFor();
    expect(await shelf.isMarked()).toBe(true);
  });

  it('comes from a file that is dropped, and of an unknown author runs in a closed frame', async () => {
    await manager.page.goto(`${host.url}/plugins`);
    await button(manager.page, 'Install from address or file').waitFor();
    await manager.drop(visitor.fileName, visitor.bytes);
    await dialog().getByRole('heading', { name: 'Visitor asks to' }).waitFor();
    await dialog().getByText('Not signed', { exact: true }).waitFor();
    await button(manager.page, 'Allow and install').click();
    await dialog().getByText('Visitor is ready to use').waitFor();
    await button(manager.page, 'Open').click();
    const frame = manager.page.frameLocator('iframe');
    await frame.getByText('Welcome, reader.').waitFor();
    await frame.getByRole('textbox', { name: 'Note' }).fill('hello');
    await frame.getByRole('button', { name: 'Keep' }).click();
    await frame.getByRole('listitem').getByText('hello').waitFor();
    expect(await notes().allInnerTexts()).not.toContain('hello');
  });

  it('is refused with the step and the reason when its archive is an attack', async () => {
    await manager.page.goto(`${host.url}/plugins`);
    await button(manager.page, 'Install from address or file').waitFor();
    const attack = rawTgz([{ name: '../../../outside.txt', content: 'owned' }]);
    await manager.drop('gift.tgz', attack);
    const alert = dialog().getByRole('alert');
    await alert.getByText(/was refused/).waitFor();
    await alert.getByText(/outside\.txt/).waitFor();
    await alert.getByText(/Nothing was installed\. None of its code was run/).waitFor();
    await dialog().getByRole('listitem').filter({ hasText: 'Check the archive, failed' }).waitFor();
    const all = await client.trpc.plugin.list.query();
    expect(
      all
        .filter(({ isBundled }) => !isBundled)
        .map(({ slug }) => slug)
        .sort(),
    ).toEqual(['keeper', 'visitor']);
  });

  it('broke no policy and wrote no error in any of it', async () => {
    for (const tab of tabs) expect.soft(tab.problems).toEqual([]);
    for (const tab of [manager, shelf]) expect.soft(await tab.violations()).toEqual([]);
  });
});
