import type { Permissions } from '@braindrive/plugin-sdk';
import { notGranted } from '../bridge-error.ts';

/**
 * Whether a procedure of the host's own API lies in what the person granted: `conversation.*` with `conversations`
 * (mutations only with `write`), queries of `model.*` with `ai`.
 * @throws {BridgeError} `permission/not-granted`.
 */
export function requireCoreArea(
  grants: Permissions,
  { path, type }: { readonly path: string; readonly type: 'query' | 'mutation' },
): void {
  if (path.startsWith('conversation.')) {
    const access = grants.conversations?.access;
    if (access === 'write' || (access === 'read' && type === 'query')) return;
    throw notGranted('conversations', `call ${path}`);
  }
  if (path.startsWith('model.') && type === 'query' && grants.ai !== undefined) return;
  throw notGranted(path.startsWith('model.') ? 'ai' : 'core', `call ${path}`);
}
