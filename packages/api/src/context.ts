import type { Actor, RequestOrigin, Services } from '@braindrive/core';
import type { PluginServices } from '@braindrive/plugin-host';

/** What every procedure is given. The host makes one per request and one per WebSocket connection. */
export interface Context {
  readonly services: Services;
  readonly plugins: PluginServices;
  readonly actor: Actor | null;
  readonly origin: RequestOrigin;
  readonly requestId: string;
  /** Sets the session cookie, or clears it with null. Absent on a WebSocket, where no header can be sent. */
  readonly setSessionCookie: ((sessionId: string | null) => void) | null;
  readonly log: { error(fields: Record<string, unknown>, event: string): void };
}
