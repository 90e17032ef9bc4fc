import type { ApiKeyScope, Permission } from '@braindrive/contracts';
import { type Actor, permissionsOf, UserEntity } from '@braindrive/core';
import type { Orm } from '@braindrive/database';
import type { Permissions } from '@braindrive/plugin-sdk';
import { rpcCodes, rpcError } from '@braindrive/plugin-sdk/protocol';
import type { BridgeCaller } from '../bridge-caller.ts';

/** Makes the person behind a plugin's call, with no more rights than the plugin was granted. */
export class ActorSource {
  readonly #orm: Orm;

  constructor(orm: Orm) {
    this.#orm = orm;
  }

  /** @throws {RpcError} when the person is gone. */
  async actorFor({ ownerId }: BridgeCaller, grants: Permissions): Promise<Actor> {
    const user = await this.#orm.em
      .fork()
      .findOne(UserEntity, { id: ownerId }, { fields: ['role'] });
    if (user === null) throw rpcError(rpcCodes.cancelled, 'This account does not exist any more.');
    const held = permissionsOf(user.role);
    return {
      userId: ownerId,
      role: user.role,
      permissions: new Set(usable.filter((permission) => held.has(permission))),
      via: 'api-key',
      sessionId: null,
      scopes: new Set(scopesOf(grants)),
    };
  }
}

const usable: readonly Permission[] = ['chat.use'];

function scopesOf({ ai, conversations }: Permissions): ApiKeyScope[] {
  const scopes: ApiKeyScope[] = [];
  if (ai !== undefined) scopes.push('models:read');
  if (conversations !== undefined) scopes.push('chat:read');
  if (conversations?.access === 'write') scopes.push('chat:write');
  return scopes;
}
