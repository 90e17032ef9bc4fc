/** A value that changes, in the shape that React's `useSyncExternalStore` reads. */
export interface Source<Value> {
  /** The value now; the same object until it changes. */
  readonly get: () => Value;
  /** Calls `listener` after each change. The answer stops it. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** Takes back what was registered. May be called twice. */
export type Stop = () => void;

/** Which plugin this is, and how it runs. */
export interface PluginIdentity {
  readonly slug: string;
  readonly version: string;
  /** SHA-256 of the version, in hex. */
  readonly digest: string;
  /** `realm`: in the page. `frame`: in a closed frame that reaches the page through this bridge only. */
  readonly mode: 'realm' | 'frame';
}

/** One call of a procedure, by its full path: `plugins.notes.list`, `conversation.get`. */
export interface Operation {
  readonly type: 'query' | 'mutation';
  readonly path: string;
  readonly input: unknown;
}

/** What a subscription tells. After `onError` or `onComplete` nothing follows. */
export interface OperationObserver {
  readonly onStarted?: () => void;
  readonly onData: (data: unknown) => void;
  readonly onError: (error: Error) => void;
  readonly onComplete: () => void;
}

/** Procedures of the plugin's own router and, as far as it was granted, of core. */
export interface CallPort {
  /** @throws TRPCClientError - With the report of the host in `data`. */
  readonly call: (operation: Operation, signal?: AbortSignal) => Promise<unknown>;
  readonly subscribe: (
    operation: { readonly path: string; readonly input: unknown },
    observer: OperationObserver,
  ) => Stop;
}

export type Settings = Readonly<Record<string, unknown>>;

/** The settings that the person made for this plugin. Secrets are not among them: they stay on the server. */
export interface SettingsPort extends Source<Settings | null> {
  /** Stores the given ones, leaves the others. @throws TRPCClientError - `VALIDATION_FAILED` with field errors. */
  readonly save: (values: Settings) => Promise<void>;
}

/** A remembered value as far as it is known; null until the host has answered. */
export type StateValue = { readonly value: unknown } | null;

/**
 * What the plugin remembers about its screen: saved on the server 300 ms after the last change, for all of a person's
 * devices, through upgrades. A write that would make all keys together more than 256 KiB of JSON is refused with a
 * notice and stays in this page only.
 */
export interface StatePort {
  /** The value of one key, up to 100 characters long. Asked for when the first component reads it. */
  readonly of: (key: string) => Source<StateValue>;
  /** Undefined removes the key. */
  readonly set: (key: string, value: unknown) => void;
}

/** An event. `from` is the slug that emitted it. */
export interface PluginEvent {
  readonly name: string;
  readonly from: string;
  readonly payload: unknown;
}

/**
 * Events inside this page and from the plugin's server half. Each listener hears each event once, in the order of
 * emission; nothing is kept for listeners that come later. Names of another plugin are `slug.event` and need a grant on
 * both sides; without a dot the name is the plugin's own.
 */
export interface EventPort {
  /** Tells the listeners of this page. The payload has to survive `structuredClone`. */
  readonly emit: (name: string, payload: unknown) => void;
  readonly on: (name: string, listener: (event: PluginEvent) => void) => Stop;
}

/** The look of the page. */
export interface Theme {
  readonly scheme: 'light' | 'dark';
  /** The `--bd-*` roles with their values in this scheme. */
  readonly tokens: Readonly<Record<string, string>>;
}

/** Where on the app a component stands. */
export interface PageContext {
  /** `page`: a screen of its own. `settings`: among the settings. `component`: a block on somebody's page. */
  readonly place: 'page' | 'settings' | 'component';
  /** Id of the page it is a block of, or of the contributed page. */
  readonly pageId: string | null;
  /** True while the person arranges the page. */
  readonly isEditing: boolean;
  /** In columns and rows, when it is a block. */
  readonly size: { readonly width: number; readonly height: number } | null;
}

/** The address as the plugin sees it. */
export interface PluginLocation {
  /** Address of the plugin's page, without a slash at its end: `/chat`. */
  readonly base: string;
  /** What follows: `` or `/a1b2`. */
  readonly path: string;
  /** With its question mark, or empty. */
  readonly search: string;
  /** With its sign, or empty. */
  readonly hash: string;
  /** What was given with `navigate`, until the page is loaded again. */
  readonly state: unknown;
}

export interface NavigateOptions {
  /** Takes the place of this entry in the history instead of adding one. */
  readonly replace?: boolean;
  readonly state?: unknown;
}

export interface NavigationPort extends Source<PluginLocation> {
  /** `/models` is an address of the app; without a slash it is below the plugin's page: `a1b2`, `?q=x`, `` for its start. */
  readonly navigate: (to: string, options?: NavigateOptions) => void;
  /** Name of the browser's tab, while the page is shown. */
  readonly setTitle: (title: string) => void;
}

export interface NotifyPort {
  /** A short message at the bottom of the page. Plain text. */
  readonly show: (message: string, tone?: 'plain' | 'danger') => void;
}

/** What takes text for the chat; the plugin that has the composer provides it. */
export interface ChatTarget {
  /** Adds text where the cursor of the composer is. */
  readonly insert: (text: string) => void;
  /** Sends text as the person. */
  readonly send: (text: string) => void;
}

export interface ChatPort extends ChatTarget {
  /** Makes the caller the chat of this page. What was inserted before there was one comes at once. */
  readonly provide: (target: ChatTarget) => Stop;
}

/** One line of the command palette. */
export interface PluginCommand {
  readonly id: string;
  readonly label: string;
  /** Keys that do the same: `mod+shift+o`. */
  readonly shortcut?: string;
  /** More words that find it. */
  readonly keywords?: string;
  /** Small text under the label. */
  readonly detail?: string;
  /** Ranges of `detail` to mark, as character offsets. */
  readonly highlights?: readonly (readonly [start: number, end: number])[];
  readonly run: () => void;
}

/** Answers of a search in the palette, the best first. */
export type CommandSearch = (
  query: string,
  signal: AbortSignal,
) => Promise<readonly PluginCommand[]>;

export interface CommandPort {
  readonly add: (commands: readonly PluginCommand[]) => Stop;
  /** Asked while somebody types in the palette. In a frame there is none. */
  readonly addSearch: (group: string, search: CommandSearch) => Stop;
}

export interface LogPort {
  /** Goes to the last errors of the plugin, which its person reads in the plugin manager. */
  readonly error: (message: string, stack?: string) => void;
}

/**
 * Everything a front-end reaches beside React: the page implements it for `realm`, and for `frame` the SDK implements it
 * over a MessagePort. Components use the hooks, which read it from React's context.
 */
export interface HostBridge {
  readonly plugin: PluginIdentity;
  readonly calls: CallPort;
  readonly settings: SettingsPort;
  readonly state: StatePort;
  readonly events: EventPort;
  readonly theme: Source<Theme>;
  readonly page: Source<PageContext>;
  readonly navigation: NavigationPort;
  readonly notify: NotifyPort;
  readonly chat: ChatPort;
  readonly commands: CommandPort;
  readonly log: LogPort;
}
