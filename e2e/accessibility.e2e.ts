import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { screens } from './support/screens.ts';
import { Studio } from './support/studio.ts';

/** What axe finds that keeps somebody out, one line per place. */
async function findBarriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

/** Regions that can be pushed sideways. Code and tables may scroll in their own boxes. */
const findOverflow = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const regions = document.querySelectorAll('main, aside, dialog[open], [role="log"]');
    return [document.documentElement, ...regions]
      .filter(
        (region) =>
          region === document.documentElement || getComputedStyle(region).overflowX !== 'visible',
      )
      .filter((region) => region.scrollWidth > region.clientWidth + 1)
      .map((region) => `${region.tagName}: ${region.scrollWidth} in ${region.clientWidth}`);
  });

describe('every screen', () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await Studio.open();
  });
  afterAll(() => studio.close());

  it.each(screens)('$name keeps nobody out, fits a phone and breaks no policy', async (screen) => {
    const device = screen.only ?? 'desktop';
    const { page, problems, leave } = await studio.show(screen, device);
    try {
      expect.soft(await findBarriers(page), 'in light colours').toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      expect.soft(await findBarriers(page), 'in dark colours').toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      expect.soft(await findOverflow(page), 'wider than 390 px').toEqual([]);
      const unexpected = problems.filter((text) => !screen.expectedProblem?.test(text));
      expect.soft(unexpected, 'on the console').toEqual([]);
    } finally {
      await leave();
    }
  });
});
