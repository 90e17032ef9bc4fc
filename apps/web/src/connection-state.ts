import { useSyncExternalStore } from 'react';

/** `offline`: the live connection to the host was lost and is being tried again. */
export type ConnectionState = 'online' | 'offline';

/** Whether the page hears from the host. Written by the WebSocket client, read by the shell. */
class ConnectionMonitor {
  #state: ConnectionState = 'online';
  readonly #listeners = new Set<() => void>();

  get state(): ConnectionState {
    return this.#state;
  }

  set(state: ConnectionState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** The page's one monitor. */
export const connectionMonitor = new ConnectionMonitor();

/** Redraws when the connection is lost or back. */
export const useConnectionState = (): ConnectionState =>
  useSyncExternalStore(connectionMonitor.subscribe, () => connectionMonitor.state);
