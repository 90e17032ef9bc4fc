import type { Browser, BrowserContext, Page } from 'playwright-core';
import { desktop, launchBrowser, phone } from './browser.ts';
import type { Screen, Stage, WorldName } from './screens/screen.ts';
import { openFirstRun, openOfflineFirstRun, openWithoutModel } from './worlds/first-run.ts';
import { openHome } from './worlds/home.ts';
import type { World } from './worlds/world.ts';

export type Device = 'desktop' | 'phone';

/** A screen as it stands in the browser. */
export interface ShownScreen {
  readonly page: Page;
  /** What the console complained about. */
  readonly problems: readonly string[];
  /** Undoes what showing it began, and closes the page. */
  leave(): Promise<void>;
}

const openers: Readonly<Record<WorldName, () => Promise<World>>> = {
  'first-run': openFirstRun,
  'offline-first-run': openOfflineFirstRun,
  'without-model': openWithoutModel,
  home: openHome,
};
const devices = { desktop, phone: { ...phone, deviceScaleFactor: 1 } };

/** Shows screens: one browser, one host per world, one browser context per person and device. */
export class Studio {
  readonly #browser: Browser;
  readonly #worlds = new Map<WorldName, World>();
  readonly #contexts = new Map<string, BrowserContext>();

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async open(): Promise<Studio> {
    return new Studio(await launchBrowser());
  }

  async show(screen: Screen, device: Device): Promise<ShownScreen> {
    const world = await this.#world(screen.world);
    const context = await this.#context(screen, device, world);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`console: ${message.text()}`);
    });
    const stage = { page, world, isPhone: device === 'phone' };
    // The table types each screen with its own world; by name they belong together.
    const show = screen.show as (stage: Stage) => Promise<void>;
    const leave = screen.leave as ((stage: Stage) => Promise<void>) | undefined;
    const end = async () => {
      await leave?.(stage);
      await page.close();
    };
    try {
      await show(stage);
      // Fonts and icons arrive after the words.
      await page.evaluate(() => document.fonts.ready);
    } catch (cause) {
      await end().catch(() => page.close());
      throw new Error(`The screen ${screen.name} could not be shown (${device}).`, { cause });
    }
    return { page, problems, leave: end };
  }

  async close(): Promise<void> {
    await this.#browser.close();
    for (const world of this.#worlds.values()) await world.close();
  }

  async #world(name: WorldName): Promise<World> {
    const known = this.#worlds.get(name);
    if (known !== undefined) return known;
    const world = await openers[name]();
    this.#worlds.set(name, world);
    return world;
  }

  async #context({ world: name, who }: Screen, device: Device, world: World) {
    const key = `${name} ${who} ${device}`;
    const known = this.#contexts.get(key);
    if (known !== undefined) return known;
    const context = await this.#browser.newContext({ ...devices[device], reducedMotion: 'reduce' });
    const [cookie, value] = world.owner?.cookie().split('=', 2) ?? [];
    if (who === 'owner' && cookie !== undefined && value !== undefined)
      await context.addCookies([{ name: cookie, value, url: world.host.url }]);
    this.#contexts.set(key, context);
    return context;
  }
}
