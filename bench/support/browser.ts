import { ensureChromium } from '@braindrive/test-kit/chromium';
import {
  type Browser,
  type BrowserContext,
  type CDPSession,
  chromium,
  type Page,
} from 'playwright-core';

// Chromium looks up hosts of its maker at every start; that would be measured too.
const flags = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
];

export interface OpenedPage {
  readonly page: Page;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly devTools: CDPSession;
  close(): Promise<void>;
}

export interface OpenPageOptions {
  /** Address to open; left out: a blank page. */
  readonly url?: string;
  /** Value of the session cookie. */
  readonly session: string;
  /** Host that the cookie belongs to; taken from `url` otherwise. */
  readonly hostUrl?: string;
  /** Runs in the page before its own scripts. */
  readonly script?: string;
}

/** A new browser with an empty cache, signed in, 1440 by 900. */
export async function openPage(options: OpenPageOptions): Promise<OpenedPage> {
  const isRoot = process.getuid?.() === 0;
  const browser = await chromium.launch({
    executablePath: ensureChromium(),
    args: isRoot ? ['--no-sandbox', ...flags] : flags,
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const url = options.hostUrl ?? new URL(options.url ?? 'http://127.0.0.1').origin;
  await context.addCookies([
    { name: 'bd_session', value: options.session, url, httpOnly: true, sameSite: 'Lax' },
  ]);
  const page = await context.newPage();
  if (options.script !== undefined) await page.addInitScript(options.script);
  const devTools = await context.newCDPSession(page);
  if (options.url !== undefined) await page.goto(options.url);
  return { page, browser, context, devTools, close: () => browser.close() };
}
