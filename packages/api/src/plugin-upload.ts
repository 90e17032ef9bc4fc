import type { PluginOperation } from '@braindrive/contracts';
import { requirePermission } from '@braindrive/core';
import type { Context } from './context.ts';
import { settle } from './plugin-installs.ts';
import { requireActor, requireScope } from './trpc.ts';

/**
 * Installs from an archive that the caller sends; the one thing that no procedure can take, because it is no JSON.
 * @returns the operation, over or waiting for consent.
 * @throws {DomainError} `NOT_AUTHENTICATED`, `NOT_PERMITTED`.
 */
export async function receivePluginUpload(
  context: Pick<Context, 'actor' | 'plugins'>,
  upload: {
    readonly name: string;
    readonly totalBytes: number | null;
    readonly bytes: AsyncIterable<Uint8Array>;
    readonly acceptsPermissions: boolean;
  },
): Promise<PluginOperation> {
  const actor = requireActor(context.actor);
  requireScope(actor, 'plugins:write');
  requirePermission(actor, 'plugin.install');
  const { name, totalBytes, bytes, acceptsPermissions } = upload;
  const { plugins } = context;
  const operation = await plugins.operations.installUpload(actor, name, totalBytes, bytes);
  return settle(plugins, actor, operation, acceptsPermissions);
}
