import type { SqlSession } from '@braindrive/database';
import type { Grant, Installation, PluginVersion, VersionedState } from './installation.ts';

/** A row as SQL gives it: JSON as text. */
export interface InstallationRecord {
  readonly id: string;
  readonly ownerId: string;
  readonly slug: string;
  readonly digest: string;
  readonly state: Installation['state'];
  readonly mode: Installation['mode'];
  readonly source: string;
  readonly settings: string;
  readonly secrets: string | null;
  readonly secretsSetAt: string;
  readonly dataVersion: number;
  readonly autoUpdate: Installation['autoUpdate'];
  readonly previousDigest: string | null;
  readonly previousUntil: number | null;
  readonly previousState: string | null;
  readonly soakUntil: number | null;
  readonly pending: string | null;
  readonly problem: string | null;
  readonly installedAt: number;
  readonly updatedAt: number;
  readonly uninstalledAt: number | null;
}

export const installationColumns = `id, owner_id as ownerId, slug, digest, state, mode, source, settings, secrets,
  secrets_set_at as secretsSetAt, data_version as dataVersion, auto_update as autoUpdate,
  previous_digest as previousDigest, previous_until as previousUntil, previous_state as previousState,
  soak_until as soakUntil, pending, problem, installed_at as installedAt, updated_at as updatedAt,
  uninstalled_at as uninstalledAt`;

type FindVersion = (digest: string) => PluginVersion | null;

/** What was written here was checked before, so JSON is taken as it is. */
export function toInstallation(
  record: InstallationRecord,
  grants: readonly Grant[],
  findVersion: FindVersion,
): Installation {
  const { digest, previousDigest, previousUntil, previousState, ...rest } = record;
  const version = findVersion(digest);
  if (version === null) throw new Error(`Version ${digest} of ${record.slug} has no row.`);
  return {
    ...rest,
    version,
    source: JSON.parse(record.source),
    settings: JSON.parse(record.settings),
    secretsSetAt: JSON.parse(record.secretsSetAt),
    pending: record.pending === null ? null : JSON.parse(record.pending),
    problem: record.problem === null ? null : JSON.parse(record.problem),
    previous: toPrevious(record, findVersion),
    grants,
  };
}

function toPrevious(
  { previousDigest, previousUntil, previousState }: InstallationRecord,
  findVersion: FindVersion,
): Installation['previous'] {
  if (previousDigest === null || previousUntil === null || previousState === null) return null;
  const version = findVersion(previousDigest);
  if (version === null) return null;
  const { snapshotId, state } = JSON.parse(previousState) as {
    snapshotId: string;
    state: VersionedState;
  };
  return { version, until: previousUntil, snapshotId, state };
}

export function insertInstallation(session: SqlSession, row: Installation): void {
  session.run(
    `insert into plugin_installation (id, owner_id, slug, digest, state, mode, source, settings, secrets, secrets_set_at,
       data_version, auto_update, pending, problem, installed_at, updated_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.id,
    row.ownerId,
    row.slug,
    row.version.digest,
    row.state,
    row.mode,
    JSON.stringify(row.source),
    JSON.stringify(row.settings),
    row.secrets,
    JSON.stringify(row.secretsSetAt),
    row.dataVersion,
    row.autoUpdate,
    row.pending === null ? null : JSON.stringify(row.pending),
    row.problem === null ? null : JSON.stringify(row.problem),
    row.installedAt,
    row.updatedAt,
  );
  replaceGrants(session, row.id, row.grants);
}

/** Writes everything but identity and owner. */
export function updateInstallation(session: SqlSession, row: Installation): void {
  const { previous } = row;
  session.run(
    `update plugin_installation set digest = ?, state = ?, mode = ?, source = ?, settings = ?, secrets = ?,
       secrets_set_at = ?, data_version = ?, auto_update = ?, previous_digest = ?, previous_until = ?,
       previous_state = ?, soak_until = ?, pending = ?, problem = ?, updated_at = ?, uninstalled_at = ? where id = ?`,
    row.version.digest,
    row.state,
    row.mode,
    JSON.stringify(row.source),
    JSON.stringify(row.settings),
    row.secrets,
    JSON.stringify(row.secretsSetAt),
    row.dataVersion,
    row.autoUpdate,
    previous?.version.digest ?? null,
    previous?.until ?? null,
    previous === null
      ? null
      : JSON.stringify({ snapshotId: previous.snapshotId, state: previous.state }),
    row.soakUntil,
    row.pending === null ? null : JSON.stringify(row.pending),
    row.problem === null ? null : JSON.stringify(row.problem),
    row.updatedAt,
    row.uninstalledAt,
    row.id,
  );
  replaceGrants(session, row.id, row.grants);
}

/** Keeps how often a permission was used when it is granted again. */
function replaceGrants(
  session: SqlSession,
  installationId: string,
  grants: readonly Grant[],
): void {
  const names = JSON.stringify(grants.map(({ permission }) => permission));
  session.run(
    `delete from plugin_grant where installation_id = ?
     and permission not in (select value from json_each(?))`,
    installationId,
    names,
  );
  for (const { permission, value, grantedFor, grantedAt } of grants) {
    session.run(
      `insert into plugin_grant (installation_id, permission, value, granted_for, granted_at) values (?, ?, ?, ?, ?)
       on conflict do update set value = excluded.value, granted_for = excluded.granted_for,
         granted_at = excluded.granted_at`,
      installationId,
      permission,
      JSON.stringify(value),
      grantedFor,
      grantedAt,
    );
  }
}

interface GrantRecord {
  readonly installationId: string;
  readonly permission: Grant['permission'];
  readonly value: string;
  readonly grantedFor: string;
  readonly grantedAt: number;
}

/** Grants by installation, for all of one person or for all of one version. */
export function readGrants(
  session: SqlSession,
  by: { readonly ownerId: string } | { readonly digest: string },
): Map<string, Grant[]> {
  const columns = `g.installation_id as installationId, g.permission, g.value, g.granted_for as grantedFor,
    g.granted_at as grantedAt`;
  const records =
    'ownerId' in by
      ? session.all<GrantRecord>(
          `select ${columns} from plugin_installation i join plugin_grant g on g.installation_id = i.id
           where i.owner_id = ?`,
          by.ownerId,
        )
      : session.all<GrantRecord>(
          `select ${columns} from plugin_installation i join plugin_grant g on g.installation_id = i.id
           where i.digest = ?`,
          by.digest,
        );
  const grants = new Map<string, Grant[]>();
  for (const { installationId, value, ...grant } of records) {
    const list = grants.get(installationId) ?? [];
    list.push({ ...grant, value: JSON.parse(value) });
    grants.set(installationId, list);
  }
  return grants;
}
