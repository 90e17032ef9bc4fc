import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useBridge, useSource } from './bridge-context.ts';
import type {
  ChatTarget,
  CommandSearch,
  LogPort,
  NavigationPort,
  PageContext,
  PluginCommand,
  PluginEvent,
  PluginLocation,
  Settings,
  SettingsPort,
  Theme,
} from './host-bridge.ts';

/** Keeps the newest function without making its users start again. */
function useLatest<Value>(value: Value): { readonly current: Value } {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}

/** The person's settings of this plugin, and how to change them. */
export interface UseSettings<Values extends Settings> {
  /** Null until the host has answered. */
  readonly values: Values | null;
  readonly save: (values: Partial<Values>) => Promise<void>;
}

/**
 * Settings, in the shape of the plugin's `settings` schema without its secrets.
 * @example
 * const { values, save } = useSettings<{ limit: number }>();
 */
export function useSettings<Values extends Settings = Settings>(): UseSettings<Values> {
  const { settings }: { readonly settings: SettingsPort } = useBridge();
  const values = useSource(settings) as Values | null;
  return { values, save: settings.save as (values: Partial<Values>) => Promise<void> };
}

/**
 * Like `useState`, but kept: on the server, for all devices of the person, through upgrades. The value has to survive
 * JSON. Until the host has answered, `initial` is returned, and what is set meanwhile wins.
 * @param key - Name of the value inside the plugin.
 */
export function usePluginState<Value>(
  key: string,
  initial: Value,
): readonly [Value, (value: Value) => void, { readonly isLoaded: boolean }] {
  const { state } = useBridge();
  const source = useMemo(() => state.of(key), [state, key]);
  const known = useSource(source);
  const set = useCallback((next: Value) => state.set(key, next), [state, key]);
  const value = known?.value === undefined ? initial : (known.value as Value);
  return [value, set, { isLoaded: known !== null }];
}

/**
 * Calls `listener` for each event of that name while the component is shown.
 * @param name - `saved` for the plugin's own, `notes.saved` for another plugin's.
 */
export function useEvent<Payload = unknown>(
  name: string,
  listener: (payload: Payload, event: PluginEvent) => void,
): void {
  const { events } = useBridge();
  const latest = useLatest(listener);
  useEffect(
    () => events.on(name, (event) => latest.current(event.payload as Payload, event)),
    [events, name, latest],
  );
}

/** Tells an event of this plugin to the page. */
export const useEmit = (): ((name: string, payload?: unknown) => void) => {
  const { events } = useBridge();
  return useCallback((name, payload) => events.emit(name, payload), [events]);
};

/** Scheme and `--bd-*` roles. Style sheets read the roles as CSS variables; scripts that draw need this. */
export const useTheme = (): Theme => useSource(useBridge().theme);

/** Where the component stands: page, settings or block, and whether the page is being arranged. */
export const usePageContext = (): PageContext => useSource(useBridge().page);

/** The address below the plugin's page. */
export const useLocation = (): PluginLocation => useSource(useBridge().navigation);

/** Goes to another address. */
export const useNavigate = (): NavigationPort['navigate'] => useBridge().navigation.navigate;

/** Names the browser's tab while the component is shown. */
export function useTitle(title: string): void {
  const { navigation } = useBridge();
  useEffect(() => navigation.setTitle(title), [navigation, title]);
}

/** Shows a short message: what happened, or with the tone `danger` why it did not. */
export const useNotify = (): ((message: string, tone?: 'plain' | 'danger') => void) =>
  useBridge().notify.show;

/** Hands text to the chat: into the composer, or sent at once. */
export function useChat(): ChatTarget {
  const { chat } = useBridge();
  return useMemo(() => ({ insert: chat.insert, send: chat.send }), [chat]);
}

/** Makes the component the chat of the page while it is shown, for the plugin that has the composer. */
export function useChatTarget(target: ChatTarget): void {
  const { chat } = useBridge();
  const latest = useLatest(target);
  useEffect(
    () =>
      chat.provide({
        insert: (text) => latest.current.insert(text),
        send: (text) => latest.current.send(text),
      }),
    [chat, latest],
  );
}

/** Puts lines into the command palette while the component is shown; their shortcuts work too. */
export function useCommands(commands: readonly PluginCommand[]): void {
  const port = useBridge().commands;
  const latest = useLatest(commands);
  const facts = JSON.stringify(
    commands.map(({ id, label, shortcut, keywords, detail }) => ({
      id,
      label,
      ...(shortcut !== undefined && { shortcut }),
      ...(keywords !== undefined && { keywords }),
      ...(detail !== undefined && { detail }),
    })),
  );
  useEffect(() => {
    const lines = JSON.parse(facts) as Omit<PluginCommand, 'run'>[];
    return port.add(
      lines.map((line) => ({
        ...line,
        run: () => latest.current.find(({ id }) => id === line.id)?.run(),
      })),
    );
  }, [port, latest, facts]);
}

/** Answers searches of the command palette while the component is shown. */
export function useCommandSearch(group: string, search: CommandSearch): void {
  const port = useBridge().commands;
  const latest = useLatest(search);
  useEffect(
    () => port.addSearch(group, (query, signal) => latest.current(query, signal)),
    [port, group, latest],
  );
}

/** Reports what went wrong without stopping the component. */
export const useLog = (): LogPort => useBridge().log;
