import type { ComponentType } from 'react';
import type { z } from 'zod';

/** The part of a plugin's config that names components. `defineConfig` returns one. */
export interface UiConfig {
  readonly contributes?:
    | {
        readonly components?: readonly { readonly name: string; readonly props?: unknown }[];
        readonly pages?: readonly { readonly component: string; readonly sidebar?: string }[];
        readonly settingsPages?: readonly { readonly component: string }[];
      }
    | undefined;
}

type Contributes<Config extends UiConfig> = NonNullable<Config['contributes']>;
type Each<List> = List extends readonly (infer Item)[] ? Item : never;
type PropsOf<Item> = Item extends { readonly props: infer Schema }
  ? Schema extends z.ZodType
    ? z.output<Schema>
    : Record<string, unknown>
  : Record<string, unknown>;

/** For each contributed component: a React component that takes its props. */
export type UiComponents<Config extends UiConfig> = {
  readonly [Item in Each<Contributes<Config>['components']> as Item['name']]: ComponentType<
    PropsOf<Item>
  >;
};
type ScreenNames<Config extends UiConfig> =
  | Each<Contributes<Config>['pages']>['component']
  | NonNullable<Each<Contributes<Config>['pages']>['sidebar']>;
type SettingsNames<Config extends UiConfig> = Each<
  Contributes<Config>['settingsPages']
>['component'];

/** The front-end of a plugin. Names are those of its config. */
export type PluginUi<Config extends UiConfig = UiConfig> = {
  /** Blocks for pages. */
  readonly components?: UiComponents<Config>;
  /** Screens and their sidebars. */
  readonly pages?: { readonly [Name in ScreenNames<Config>]: ComponentType };
  /** Pages among the settings. */
  readonly settingsPages?: { readonly [Name in SettingsNames<Config>]: ComponentType };
  /** Without looks, on every page while the person is signed in. */
  readonly background?: ComponentType;
};

/**
 * Declares the front-end of a plugin, as the default export of `src/ui/index.ts`.
 * @example
 * import type config from '../../plugin.config.ts';
 * export default definePluginUi<typeof config>({ components: { NoteList } });
 */
export const definePluginUi = <Config extends UiConfig = UiConfig>(
  ui: PluginUi<Config>,
): PluginUi<Config> => ui;

/** Any front-end, as a host that loads it sees it. */
export interface AnyPluginUi {
  readonly components?: Readonly<Record<string, ComponentType<Record<string, unknown>>>>;
  readonly pages?: Readonly<Record<string, ComponentType>>;
  readonly settingsPages?: Readonly<Record<string, ComponentType>>;
  readonly background?: ComponentType;
}

/** The component of that name, wherever the front-end declares it; null when it does not. */
export const findComponent = (
  ui: AnyPluginUi,
  name: string,
): ComponentType<Record<string, unknown>> | null =>
  ui.components?.[name] ?? ui.pages?.[name] ?? ui.settingsPages?.[name] ?? null;
