import { type PluginPort, RpcPeer, type ServePlugin } from '../protocol/index.ts';
import type { AnyPlugin } from '../server/define-plugin.ts';
import { LentBodies, RpcBridgeClient } from './bridge-client.ts';
import { PluginServer } from './plugin-server.ts';

/** Serves a plugin over the host's port until the port closes. */
export function serve(plugin: AnyPlugin, port: PluginPort): void {
  const bodies = new LentBodies();
  const server = new PluginServer({
    plugin,
    bodies,
    createClient: ({ id, signal }) => new RpcBridgeClient({ peer, parent: id, signal, bodies }),
  });
  const peer = new RpcPeer({
    send: (bytes) => port.send(bytes),
    handle: server.handle,
    // Bytes that are not the protocol can only mean that host and plugin do not understand each other.
    onProtocolError: () => port.close(),
  });
  port.onMessage((bytes) => peer.receive(bytes));
}

/** {@link serve} of one plugin, as `server/index.mjs` exports it. */
export const createServe =
  (plugin: AnyPlugin): ServePlugin =>
  (port) =>
    serve(plugin, port);
