import { createHash } from 'node:crypto';
import type { CallContext } from '@braindrive/plugin-sdk/protocol';
import type { BridgeCaller } from '../bridge-caller.ts';
import type { CallTarget } from './call-ports.ts';

/** What a plugin is told of the person and the installation a call is made for. */
export const callContextOf = (target: CallTarget): CallContext => ({
  user: { id: pluginUserId(target.ownerId, target.slug), name: target.ownerName },
  installationId: target.installationId,
  settings: target.settings,
});

/** The same for every version of one plugin; two plugins cannot tell by it that they serve the same person. */
export const pluginUserId = (userId: string, slug: string): string =>
  createHash('sha256').update(`${slug}/${userId}`).digest('hex').slice(0, 32);

/** In whose name a plugin asks back while it works for this installation. */
export const bridgeCallerOf = (
  target: CallTarget,
  purpose: BridgeCaller['purpose'],
): BridgeCaller => ({
  installationId: target.installationId,
  ownerId: target.ownerId,
  slug: target.slug,
  version: target.version,
  digest: target.digest,
  grants: target.grants,
  purpose,
});
