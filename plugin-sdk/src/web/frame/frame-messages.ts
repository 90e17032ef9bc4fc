import type {
  PageContext,
  PluginIdentity,
  PluginLocation,
  Settings,
  Theme,
} from '../host-bridge.ts';

/** Marks the one message that hands a frame its port; everything else goes over the port. */
export const frameGreeting = 'braindrive-frame';

/** Values that the page keeps current in the frame. */
export interface FrameSources {
  readonly theme: Theme;
  readonly page: PageContext;
  readonly navigation: PluginLocation;
  readonly settings: Settings | null;
}
export type FrameSourceName = keyof FrameSources;

/** What a frame starts with. */
export interface FrameStart {
  readonly type: typeof frameGreeting;
  readonly plugin: PluginIdentity;
  readonly pluginName: string;
  /** Name of the component it shows. */
  readonly component: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** Address of the front-end's entry. */
  readonly entry: string;
  /** True when the frame has the height of its place; else it says how high it wants to be. */
  readonly fillsPlace: boolean;
  readonly sources: FrameSources;
}

/** An error as it crosses: with the host's report, never with a stack of the page. */
export interface FrameError {
  readonly name: string;
  readonly message: string;
  readonly data: unknown;
}

/** What a frame may ask. Answered by `done` or `failed` with the same id. */
export type FrameRequest =
  | { readonly method: 'calls.call'; readonly args: readonly [operation: unknown] }
  | { readonly method: 'settings.save'; readonly args: readonly [values: unknown] };

/** What a frame may listen to; each `heard` carries one item, until `stop`, `done` or `failed`. */
export type FrameListen =
  | { readonly method: 'calls.subscribe'; readonly args: readonly [operation: unknown] }
  | { readonly method: 'events.on'; readonly args: readonly [name: string] }
  | { readonly method: 'state.of'; readonly args: readonly [key: string] };

/** What a frame says without waiting for an answer. */
export type FrameTell =
  | { readonly method: 'state.set'; readonly args: readonly [key: string, value: unknown] }
  | { readonly method: 'events.emit'; readonly args: readonly [name: string, payload: unknown] }
  | {
      readonly method: 'navigation.navigate';
      readonly args: readonly [to: string, options: unknown];
    }
  | { readonly method: 'navigation.setTitle'; readonly args: readonly [title: string] }
  | { readonly method: 'notify.show'; readonly args: readonly [message: string, tone: unknown] }
  | { readonly method: 'chat.insert'; readonly args: readonly [text: string] }
  | { readonly method: 'chat.send'; readonly args: readonly [text: string] }
  | { readonly method: 'log.error'; readonly args: readonly [message: string, stack: unknown] }
  /** Height in CSS pixels that shows everything. */
  | { readonly method: 'frame.height'; readonly args: readonly [pixels: number] }
  /** The component is on the screen. */
  | { readonly method: 'frame.shown'; readonly args: readonly [] }
  | {
      readonly method: 'frame.fault';
      readonly args: readonly [message: string, stack: string | null];
    }
  /** Ctrl+K or Cmd+K, which belongs to the page. */
  | { readonly method: 'frame.palette'; readonly args: readonly [] };

export type FromFrame =
  | ({ readonly kind: 'request'; readonly id: number } & FrameRequest)
  | ({ readonly kind: 'listen'; readonly id: number } & FrameListen)
  | ({ readonly kind: 'tell' } & FrameTell)
  | { readonly kind: 'stop'; readonly id: number };

export type ToFrame =
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: FrameError }
  | { readonly kind: 'heard'; readonly id: number; readonly value: unknown }
  | {
      readonly [Name in FrameSourceName]: {
        readonly kind: 'source';
        readonly name: Name;
        readonly value: FrameSources[Name];
      };
    }[FrameSourceName]
  | { readonly kind: 'props'; readonly props: Readonly<Record<string, unknown>> };

/** An item of a subscription inside `heard`. */
export type SubscriptionNews =
  | { readonly type: 'started' }
  | { readonly type: 'data'; readonly data: unknown };

/** The part of a MessagePort that both sides use. */
export interface FramePort {
  postMessage: (message: unknown) => void;
  onmessage: ((event: MessageEvent) => void) | null;
  close: () => void;
}
