/**
 * The border as the plugin's side sees it. The host's runner makes one and gives it to `serve(port)`, which
 * `server/index.mjs` of every plugin exports. Bytes come as the pipe cut them; {@link FrameDecoder} puts them together.
 */
export interface PluginPort {
  /** Sends bytes to the host, in order. Never blocks; what the host has not read yet waits in memory. */
  send(bytes: Uint8Array): void;
  /** Tells the one listener of bytes from the host. Bytes that came before it are told to it at once. */
  onMessage(listener: (bytes: Uint8Array) => void): void;
  /** Ends the process after what was sent has left it. */
  close(): void;
}

/** What `server/index.mjs` of a plugin exports as `serve`. It settles when the plugin is ready to be asked. */
export type ServePlugin = (port: PluginPort) => void | Promise<void>;
