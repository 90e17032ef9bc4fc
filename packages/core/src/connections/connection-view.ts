import type { Connection } from '@braindrive/contracts';
import type { ConnectionRow } from './connection-entity.ts';
import { canEditConnection, type Viewer } from './connection-policy.ts';

/**
 * A connection as one person may see it. Secrets never are in it; settings only for those who may change them,
 * because the path of an address may be private too.
 */
export function viewConnection(options: {
  readonly row: ConnectionRow;
  readonly viewer: Viewer;
  readonly secretNames: ReadonlySet<string>;
  readonly destination: string | null;
}): Connection {
  const { row, viewer, secretNames } = options;
  const canEdit = canEditConnection(viewer, row);
  return {
    id: row.id,
    providerId: row.providerId,
    name: row.name,
    isShared: row.isShared,
    canEdit,
    isEnabled: row.isEnabled,
    isBuiltIn: row.isBuiltIn,
    settings: canEdit ? row.settings : {},
    secrets: canEdit
      ? Object.fromEntries(
          [...secretNames].map((name) => [name, dateOrNull(row.secretsSetAt[name])]),
        )
      : {},
    destination: options.destination,
    createdAt: row.createdAt,
  };
}

const dateOrNull = (milliseconds: number | undefined): Date | null =>
  milliseconds === undefined ? null : new Date(milliseconds);
