import type { InstalledPlugin } from '@braindrive/contracts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { desktop, launchBrowser, openPage } from './support/browser.ts';
import { type BuiltFixture, buildFixture, removeFixtures } from './support/plugin-fixtures.ts';
import { type PluginPageServer, startPluginPageServer } from './support/plugin-page-server.ts';

function installed(
  { slug, version, digest, baseUrl, shared }: BuiltFixture,
  changes: Partial<InstalledPlugin> = {},
): InstalledPlugin {
  const name = slug === 'greeter' ? 'Greeter' : 'Boxed';
  return {
    id: '01b',
    slug,
    version,
    digest,
    name,
    description: '',
    authorName: 'Ada',
    icon: 'puzzle',
    category: 'other',
    tags: [],
    state: 'enabled',
    runState: 'idle',
    ui: { mode: slug === 'boxed' ? 'frame' : 'realm', baseUrl, shared, preload: [] },
    isBundled: false,
    isRequired: false,
    signature: { state: 'unsigned' },
    components: [],
    pages: [{ id: 'main', title: name, component: `${name}Page`, path: slug, order: 500 }],
    settingsPages: [
      {
        id: 'words',
        title: `${name} words`,
        component: `${name}Settings`,
        group: 'plugins',
        order: 500,
      },
    ],
    background: null,
    granted: {},
    problem: null,
    update: null,
    installedAt: new Date(0),
    updatedAt: new Date(0),
    keptUntil: null,
    ...changes,
  };
}

describe('front-ends of plugins', () => {
  let browser: Browser;
  let server: PluginPageServer;
  let page: Page;
  let problems: string[];
  let fixtures: Record<'one' | 'two' | 'boxed' | 'other' | 'usual' | 'lean', BuiltFixture>;

  beforeAll(async () => {
    fixtures = {
      one: await buildFixture('greeter', '1.0.0'),
      two: await buildFixture('greeter', '1.1.0', {
        'ui/greeter-page.tsx': { 'version one': 'version two' },
        'ui/greeter-page.module.css': { 'rgb(1 2 3)': 'rgb(4 5 6)' },
      }),
      boxed: await buildFixture('boxed', '1.0.0'),
      other: await buildFixture('boxed', '2.0.0'),
      usual: await buildFixture('greeter', '3.0.0', {}, 'with'),
      lean: await buildFixture('greeter', '3.1.0', {}, 'without'),
    };
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    server = await startPluginPageServer(Object.values(fixtures));
    ({ page, problems } = await openPage(browser, desktop));
    page.setDefaultTimeout(10_000);
    await page.addInitScript(() => {
      Reflect.set(window, 'violations', []);
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        Reflect.get(window, 'violations').push(`${violatedDirective} ${blockedURI}`),
      );
    });
  });
  afterEach(async () => {
    await page.context().close();
    await server.close();
  });
  afterAll(async () => {
    await browser?.close();
    await removeFixtures();
  });

  const text = (words: string) => page.getByText(words, { exact: true });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const styleSheets = () =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')]
        .map(({ href }) => new URL(href).pathname)
        .filter((path) => path.startsWith('/plugins/')),
    );
  const outline = () =>
    page.getByTestId('box').evaluate((box) => getComputedStyle(box).outlineColor);

  it('draw with the libraries of the page and reach its services', async () => {
    server.show(installed(fixtures.one));
    await page.goto(`${server.url}/greeter`);
    await text('Hello Ada, from the server').waitFor();
    await button('Count').click();
    await text('Counted 1').waitFor();
    await button('Wave').click();
    await text('Heard a wave').waitFor();
    server.emit({ type: 'plugin-event', slug: 'greeter', name: 'waved', payload: 'the server' });
    await text('Heard the server').waitFor();
    await page.keyboard.press('Control+Shift+e');
    await text('Heard a wave').waitFor();
    await button('Notify').click();
    await text('Hello from the greeter.').waitFor();
    await button('Go deeper').click();
    await page.waitForURL('**/greeter/deep?q=1');
    await text('Scheme light, path /deep, search ?q=1').waitFor();
    await button('Visit').click();
    await expect.poll(() => server.state.get('greeter visits')).toBe(1);
    await page.reload();
    await text('Visits 1').waitFor();
    await page.getByRole('link', { name: 'Greeter', exact: true }).waitFor();

    await page.goto(`${server.url}/settings/words`);
    await text('The word is hello.').waitFor();
    await button('Use another word').click();
    await text('The word is welcome.').waitFor();
    expect(problems).toEqual([]);
  });

  it.each(['usual', 'lean'] as const)(
    'may come from the usual builder (%s) and still share one React',
    async (name) => {
      server.show(installed(fixtures.one));
      await page.goto(`${server.url}/greeter`);
      await text('Hello Ada, from the server').waitFor();
      server.show(installed(fixtures[name]));
      await page.reload();
      await text('Hello Ada, from the server').waitFor();
      await button('Count').click();
      await text('Counted 1').waitFor();
      const entries = await page.evaluate(() =>
        performance
          .getEntriesByType('resource')
          .map(({ name: address }) => new URL(address).pathname),
      );
      expect(entries).toContain(`${fixtures[name].baseUrl}ui/remoteEntry.js`);
      expect(await page.evaluate(() => Reflect.get(window, 'violations'))).toEqual([]);
      expect(problems).toEqual([]);
    },
  );

  it('share one React', async () => {
    server.show(installed(fixtures.one));
    server.show(installed(fixtures.other, { ui: { ...uiOf(fixtures.other), mode: 'realm' } }));
    await page.goto(`${server.url}/greeter`);
    await text('Greeter version one').waitFor();
    server.show(installed(fixtures.two));
    await text('Greeter version two').waitFor();
    await page.getByRole('link', { name: 'Boxed', exact: true }).click();
    await text('Hello Bo, from the server').waitFor();
    const identities = await page.evaluate(() => {
      const seen: unknown[] = Reflect.get(globalThis, 'seenReacts');
      return { seen: seen.length, different: new Set(seen).size };
    });
    expect(identities).toEqual({ seen: 2, different: 1 });
  });

  it('are exchanged in an open page, and back, with their styles', async () => {
    server.show(installed(fixtures.one));
    await page.goto(`${server.url}/greeter`);
    await text('Greeter version one').waitFor();
    await page.evaluate(() => Reflect.set(window, 'mark', 'same page'));
    expect(await outline()).toBe('rgb(1, 2, 3)');

    server.show(installed(fixtures.two));
    await text('Greeter version two').waitFor();
    await expect.poll(styleSheets).toEqual([expect.stringContaining('/plugins/greeter/1.1.0-')]);
    expect(await outline()).toBe('rgb(4, 5, 6)');

    server.show(installed(fixtures.one));
    await text('Greeter version one').waitFor();
    await expect.poll(styleSheets).toEqual([expect.stringContaining('/plugins/greeter/1.0.0-')]);
    expect(await outline()).toBe('rgb(1, 2, 3)');
    expect(await page.evaluate(() => Reflect.get(window, 'mark'))).toBe('same page');
    expect(await page.evaluate(() => Reflect.get(window, 'violations'))).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('fail in their own place, and can be reloaded or disabled there', async () => {
    server.show(installed(fixtures.one));
    await page.goto(`${server.url}/greeter`);
    await button('Break').click();
    const card = page.getByRole('alert');
    await card.getByText('Greeter of Greeter stopped').waitFor();
    await card.getByText('The greeting has no words.').waitFor();
    await page.getByRole('link', { name: 'Settings', exact: true }).waitFor();
    expect(server.faults).toEqual(['greeter GreeterPage: The greeting has no words.']);
    await button('Reload it').click();
    await text('It holds.').waitFor();
    await button('Break').click();
    await button('Disable Greeter').click();
    await text('Greeter is disabled.').waitFor();
    await expect.poll(styleSheets).toEqual([]);
  });

  it('are refused before anything is fetched when they need other libraries', async () => {
    const ui = { ...uiOf(fixtures.one), shared: { react: '^99.0.0' } };
    server.show(installed(fixtures.one, { ui }));
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${server.url}/greeter`);
    await page.getByText(/needs react \^99\.0\.0, and BrainDrive has 19\./).waitFor();
    expect(asked.filter((url) => url.includes('remoteEntry'))).toEqual([]);
  });

  it('go without a trace in the rest of the page', async () => {
    server.show(installed(fixtures.one));
    server.show(installed(fixtures.boxed));
    await page.goto(`${server.url}/greeter`);
    await text('Greeter version one').waitFor();
    server.remove('greeter');
    await text('Nothing here').waitFor();
    expect(await page.getByRole('link', { name: 'Greeter', exact: true }).count()).toBe(0);
    await page.getByRole('link', { name: 'Boxed', exact: true }).waitFor();
    await expect.poll(styleSheets).toEqual([]);
  });

  it('reach nothing but their bridge from a frame', async () => {
    server.show(installed(fixtures.boxed));
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(`${server.url}/settings/words`);
    const frame = page.frameLocator('iframe');
    const inFrame = (words: string) => frame.getByText(words, { exact: true });
    await inFrame('Hello Bo, from the server').waitFor();
    await inFrame('Ticks 1 2').waitFor();
    await inFrame('Mode frame, place settings, scheme dark').waitFor();
    await inFrame('Word hello').waitFor();
    for (const name of [
      'cookie',
      'parent',
      'storage',
      'database',
      'fetch',
      'image',
      'evaluation',
    ]) {
      await inFrame(`${name} closed`).waitFor();
    }
    await frame.getByRole('button', { name: 'Ask core' }).click();
    await inFrame('Core This plugin was not allowed to call account.me.').waitFor();
    await frame.getByRole('button', { name: 'Visit' }).click();
    await expect.poll(() => server.state.get('boxed visits')).toBe(1);
    await frame.getByRole('button', { name: 'Notify' }).click();
    await text('Hello from the box.').waitFor();
    server.emit({ type: 'plugin-event', slug: 'boxed', name: 'waved', payload: 'the server' });
    await inFrame('Heard the server').waitFor();

    const { width = 0, height = 0 } = (await page.locator('iframe').boundingBox()) ?? {};
    expect([width > 1_000, height > 800]).toEqual([true, true]);
    const color = await frame.getByTestId('box').evaluate((box) => getComputedStyle(box).color);
    expect(color).toBe('rgb(227, 231, 232)');
    expect(await page.evaluate(() => Reflect.get(window, 'violations'))).toEqual([]);
  });

  it('take the focus into a frame and give it back in the order of the page', async () => {
    server.show(installed(fixtures.boxed));
    await page.goto(`${server.url}/settings/words`);
    const frame = page.frameLocator('iframe');
    await frame.getByText('Hello Bo, from the server').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).focus();
    const focused = () =>
      page.evaluate(() => document.activeElement?.tagName.toLowerCase() ?? 'none');
    for (let step = 0; step < 10 && (await focused()) !== 'iframe'; step++) {
      await page.keyboard.press('Tab');
    }
    expect(await focused()).toBe('iframe');
    await expect
      .poll(() =>
        frame.getByRole('button', { name: 'Grow' }).evaluate((it) => it.matches(':focus')),
      )
      .toBe(true);
    await page.keyboard.press('Shift+Tab');
    expect(await focused()).not.toBe('iframe');
    await page.keyboard.press('Tab');
    await frame.getByRole('link', { name: 'To the greeter' }).focus();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /Search, or type/ }).waitFor();
  });
});

const uiOf = ({ baseUrl, shared }: BuiltFixture) => ({
  mode: 'realm' as const,
  baseUrl,
  shared,
  preload: [],
});
