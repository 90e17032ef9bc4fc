import type { z } from 'zod';
import type { PluginCategory } from '../manifest/manifest.ts';
import type { PermissionsInput } from '../manifest/permissions.ts';
import type { IsSecret } from './secret.ts';

type DeepReadonly<Value> = Value extends (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
    : Value;

/** Payloads or inputs by name, each with its schema. */
export type SchemaMap = Readonly<Record<string, z.ZodType>>;

/** A building block of pages; its code is in `definePluginUi({ components })` under the same name. */
export interface ComponentConfig {
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  readonly icon?: string;
  readonly category?: string;
  /** What a person can set on it; the form is generated from it. */
  readonly props?: z.ZodObject;
  /** In columns of 12 and rows of 46 px. */
  readonly size?: {
    readonly width?: number;
    readonly height?: number;
    readonly minWidth?: number;
    readonly minHeight?: number;
  };
  /** What it tells the page, with what each event carries. */
  readonly events?: SchemaMap;
  /** What the page can tell it to do, with the input of each. */
  readonly actions?: SchemaMap;
}

export interface PageConfig {
  readonly id: string;
  readonly title: string;
  readonly icon?: string;
  readonly component: string;
  readonly sidebar?: string;
  readonly path?: string;
  readonly order?: number;
}

export interface SettingsPageConfig {
  readonly id: string;
  readonly title: string;
  readonly icon?: string;
  readonly component: string;
  readonly group?: 'you' | 'plugins' | 'instance';
  readonly needs?: string;
  readonly order?: number;
}

/**
 * `plugin.config.ts`: the one source of a plugin's names, permissions, settings and static contributions. Chat tools,
 * model providers and jobs stand with their code in `definePlugin`; `pack` puts both together into `plugin.json`.
 */
export interface PluginConfig {
  readonly slug: string;
  readonly version: string;
  readonly name: string;
  readonly description?: string;
  readonly author: { readonly name: string; readonly url?: string };
  readonly license?: string;
  readonly homepage?: string;
  readonly icon?: string;
  readonly category?: PluginCategory;
  readonly tags?: readonly string[];
  /** Semver range of BrainDrive versions it works with; the SDK's own by default. */
  readonly host?: string;
  /** What it asks for. `ctx` has exactly these services, in the types and at run time. */
  readonly permissions?: DeepReadonly<PermissionsInput>;
  /** A person's settings of the plugin. Give each a default or make it optional: they start empty. */
  readonly settings?: z.ZodObject;
  /** Events it emits (`ctx.events.emit`, `useEvents().emit`), with what each carries. */
  readonly events?: SchemaMap;
  readonly contributes?: {
    readonly components?: readonly ComponentConfig[];
    readonly pages?: readonly PageConfig[];
    readonly settingsPages?: readonly SettingsPageConfig[];
    /** Name of a component without looks that is there on every page: it keeps caches current and adds commands. */
    readonly background?: string;
  };
  readonly server?: {
    readonly memoryMB?: number;
    readonly idleStopS?: number;
    /** Variables of the host's environment that it needs. With the permission `native` only. */
    readonly environment?: readonly string[];
    /** Packages that are not bundled, such as native ones; they have to be beside the plugin. */
    readonly external?: readonly string[];
    /** Programs that it starts itself, by name with their source: `{ worker: 'src/server/worker.ts' }` becomes `server/worker.mjs`. */
    readonly programs?: Readonly<Record<string, string>>;
  };
  readonly ui?: { readonly mode?: 'realm' | 'frame' };
}

type NoEntries = Readonly<Record<never, never>>;

/** What the plugin asks for, by name. */
export type PermissionsOf<Config> = Config extends { readonly permissions: infer P extends object }
  ? P
  : NoEntries;

type SettingsShape<Config> = Config extends {
  readonly settings: z.ZodObject<infer Shape>;
}
  ? Shape
  : NoEntries;

type SecretKeys<Shape> = {
  [Key in keyof Shape]: IsSecret<Shape[Key]> extends true ? Key : never;
}[keyof Shape];

/** Settings as the plugin reads them: defaults filled in, secrets left out. */
export type SettingsOf<Config> = Config extends {
  readonly settings: infer Schema extends z.ZodObject;
}
  ? Readonly<Omit<z.output<Schema>, SecretKeys<SettingsShape<Config>>>>
  : NoEntries;

/** Settings as they are written: everything may be left out. */
export type SettingsInputOf<Config> = Config extends {
  readonly settings: infer Schema extends z.ZodObject;
}
  ? Readonly<Partial<Omit<z.input<Schema>, SecretKeys<SettingsShape<Config>>>>>
  : NoEntries;

/** Names of the settings made with `secret()`. */
export type SecretNameOf<Config> = SecretKeys<SettingsShape<Config>> & string;

/** Schemas of the plugin's own events. */
export type EventsOf<Config> = Config extends { readonly events: infer Events extends SchemaMap }
  ? Events
  : NoEntries;

type ComponentsOf<Config> = Config extends {
  readonly contributes: {
    readonly components: readonly (infer Component extends ComponentConfig)[];
  };
}
  ? Component
  : never;

export type ComponentNameOf<Config> = ComponentsOf<Config>['name'];
type ComponentOf<Config, Name> = Extract<ComponentsOf<Config>, { readonly name: Name }>;

/** Props that a person sets on the component, defaults filled in. */
export type ComponentPropsOf<Config, Name> =
  ComponentOf<Config, Name> extends { readonly props: infer Schema extends z.ZodObject }
    ? z.output<Schema>
    : NoEntries;
export type ComponentEventsOf<Config, Name> =
  ComponentOf<Config, Name> extends { readonly events: infer Events extends SchemaMap }
    ? Events
    : NoEntries;
export type ComponentActionsOf<Config, Name> =
  ComponentOf<Config, Name> extends { readonly actions: infer Actions extends SchemaMap }
    ? Actions
    : NoEntries;
