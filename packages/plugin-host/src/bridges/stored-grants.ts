import type { SqlDatabase } from '@braindrive/database';
import type { PermissionName, Permissions } from '@braindrive/plugin-sdk';
import type { BridgeCaller } from '../bridge-caller.ts';

/** What the owner of the instance takes away. */
export interface GrantPolicy {
  limitsFor(slug: string): Promise<{
    readonly isDenied: boolean;
    readonly deniedPermissions: ReadonlySet<PermissionName>;
  }>;
}

interface GrantRow {
  readonly digest: string;
  readonly permission: PermissionName | null;
  readonly value: string | null;
}

/** What a person grants a plugin at this moment, as the rows say. */
export class StoredGrants {
  readonly #database: SqlDatabase;
  readonly #policy: GrantPolicy;

  constructor(ports: { readonly database: SqlDatabase; readonly policy: GrantPolicy }) {
    this.#database = ports.database;
    this.#policy = ports.policy;
  }

  /**
   * Never more than the caller was given when it was asked: a permission that is granted later counts for the next
   * request. None at all for a plugin that was uninstalled.
   */
  async current(caller: BridgeCaller): Promise<Permissions> {
    const [rows, limits] = await Promise.all([
      this.#database.read((session) =>
        session.all<GrantRow>(
          `select i.digest, g.permission, g.value from plugin_installation i
           left join plugin_grant g on g.installation_id = i.id
           where i.id = ? and i.owner_id = ? and i.state <> 'uninstalled'`,
          caller.installationId,
          caller.ownerId,
        ),
      ),
      this.#policy.limitsFor(caller.slug),
    ]);
    const [first] = rows;
    if (first === undefined || limits.isDenied) return {};
    // While a version is changed, the rows are those of the other one.
    const granted = first.digest === caller.digest ? storedGrants(rows) : caller.grants;
    return Object.fromEntries(
      Object.entries(granted).filter(([permission]) => {
        const name = permission as PermissionName;
        return caller.grants[name] !== undefined && !limits.deniedPermissions.has(name);
      }),
    );
  }
}

/** Each value was checked by its schema when it was stored. */
const storedGrants = (rows: readonly GrantRow[]): Permissions =>
  Object.fromEntries(
    rows.flatMap(({ permission, value }) =>
      permission === null || value === null ? [] : [[permission, JSON.parse(value)]],
    ),
  );
