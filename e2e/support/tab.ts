import type { Browser, Page } from 'playwright-core';
import { desktop, openPage } from './browser.ts';

/** A tab of a person's browser that knows whether it was reloaded and what went wrong in it. */
export interface Tab {
  readonly page: Page;
  /** What the console complained about. */
  readonly problems: string[];
  /** Leaves something in the page that a reload would take away. */
  mark(): Promise<void>;
  isMarked(): Promise<boolean>;
  /** What the content security policy stopped since the last load. */
  violations(): Promise<string[]>;
  /** How many front-ends said which React they have, and how many different ones those are. */
  reacts(): Promise<{ seen: number; different: number }>;
  /** Drops a file on the window, as from a file manager. */
  drop(name: string, bytes: Uint8Array): Promise<void>;
}

/** Opens it in a window of its own: tabs behind another are slowed down. */
export async function openTab(browser: Browser): Promise<Tab> {
  const { page, problems } = await openPage(browser, desktop);
  page.setDefaultTimeout(10_000);
  await page.addInitScript(() => {
    Reflect.set(window, 'violations', []);
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      Reflect.get(window, 'violations').push(`${violatedDirective} ${blockedURI}`),
    );
  });
  return {
    page,
    problems,
    mark: () => page.evaluate(() => void Reflect.set(window, 'mark', true)),
    isMarked: () => page.evaluate(() => Reflect.get(window, 'mark') === true),
    violations: () => page.evaluate(() => Reflect.get(window, 'violations')),
    reacts: () =>
      page.evaluate(() => {
        const seen: unknown[] = Reflect.get(globalThis, 'seenReacts') ?? [];
        return { seen: seen.length, different: new Set(seen).size };
      }),
    drop: (name, bytes) =>
      page.evaluate(
        ([fileName, base64]) => {
          const content = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([content], fileName, { type: 'application/gzip' }));
          for (const type of ['dragenter', 'dragover', 'drop']) {
            const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
            document.body.dispatchEvent(event);
          }
        },
        [name, Buffer.from(bytes).toString('base64')] as const,
      ),
  };
}
