import type { Page } from 'playwright-core';
import type { Home, World } from '../worlds/world.ts';

/** What a screen is shown in. */
export interface Stage<Shown extends World = World> {
  readonly page: Page;
  readonly world: Shown;
  /** True in a window as narrow as a phone's, where the sidebar is a drawer. */
  readonly isPhone: boolean;
}

interface ScreenOf<Name extends string, Shown extends World> {
  /** Also the name of its picture. */
  readonly name: string;
  readonly world: Name;
  /** Whose session the page has. */
  readonly who: 'owner' | 'nobody';
  /** Where it is drawn; both without it. */
  readonly only?: 'desktop' | 'phone';
  /** Console errors that belong to it: browsers log every refused request. */
  readonly expectedProblem?: RegExp;
  /** Brings the page there and waits until it is drawn. */
  readonly show: (stage: Stage<Shown>) => Promise<void>;
  /** Ends what `show` began and the host still does. */
  readonly leave?: (stage: Stage<Shown>) => Promise<void>;
}

/** A screen in one of its states: what is photographed, and what is checked for accessibility. */
export type Screen =
  | ScreenOf<'home', Home>
  | ScreenOf<'first-run' | 'offline-first-run' | 'without-model', World>;
export type WorldName = Screen['world'];
export type HomeScreen = Extract<Screen, { world: 'home' }>;

/** A screen of somebody who is signed in, in the house with a history. */
export const atHome = (
  name: string,
  show: HomeScreen['show'],
  rest: Partial<Omit<HomeScreen, 'name' | 'world' | 'show'>> = {},
): HomeScreen => ({ name, world: 'home', who: 'owner', show, ...rest });

/** Goes to a path and waits for a heading or a text that the finished page has. */
export async function openPath({ page, world }: Stage, path: string, text: string): Promise<void> {
  await page.goto(`${world.host.url}${path}`);
  await page.getByText(text).locator('visible=true').first().waitFor();
}

/** Opens a conversation and waits for its last answer. */
export async function openConversation(
  { page, world }: Stage,
  conversationId: string,
): Promise<void> {
  await page.goto(`${world.host.url}/chat/${conversationId}`);
  await page
    .getByRole('article', { name: /^Answer of/ })
    .last()
    .waitFor();
}

/** Opens the drawer with the sidebar, where it is one. */
export async function openSidebar({ page, isPhone }: Stage): Promise<void> {
  if (!isPhone) return;
  await page
    .getByRole('banner')
    .or(page.locator('main > * header'))
    .first()
    .getByRole('button')
    .first()
    .click();
}
