import type { PermissionText } from '@braindrive/contracts';
import { Icon, Tag } from '@braindrive/plugin-sdk/ui';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { permissionIcon } from '../plugin-looks.ts';
import { GlyphTile } from '../plugin-tile.tsx';
import classes from './install.module.css';

const changeTags = {
  new: { tone: 'ok', word: 'New' },
  wider: { tone: 'ok', word: 'Wider' },
  narrower: { tone: 'danger', word: 'Narrower' },
  removed: { tone: 'danger', word: 'Given up' },
} as const;

/** The author's reason is a claim and reads as one. */
const claimOf = (reason: string | null): string => {
  if (reason === null) return '';
  const text = reason.trim().replace(/[.!]+$/, '');
  return `${text}, it says. `;
};

/** One permission: what it may do, why the author wants it, what stays closed. */
export function PermissionRow({
  permission,
  isDiff = false,
  aside,
  below,
}: {
  permission: PermissionText;
  /** Shows what changes with an update. */
  isDiff?: boolean;
  aside?: ReactNode;
  below?: ReactNode;
}) {
  const { change } = permission;
  const tag = isDiff && change !== 'same' ? changeTags[change] : null;
  const isLess = change === 'removed' || change === 'narrower';
  return (
    <li
      className={classes.permission}
      data-change={tag === null ? undefined : isLess ? 'less' : 'more'}
    >
      {tag === null ? (
        <GlyphTile icon={permissionIcon(permission.permission)} />
      ) : (
        <span className={classes.sign}>
          <Icon of={isLess ? IconMinus : IconPlus} size={18} />
        </span>
      )}
      <div>
        <b className={classes.permissionTitle}>{permission.title}</b>
        <p>
          {claimOf(permission.reason)}
          {permission.explanation}
        </p>
        {permission.isDenied && (
          <p className={classes.denied}>The owner of this instance does not allow it.</p>
        )}
        {below}
      </div>
      <span className={classes.tags}>
        {tag !== null && <Tag tone={tag.tone}>{tag.word}</Tag>}
        {permission.isBroad && change !== 'removed' && <Tag tone="warn">Broad</Tag>}
        {aside}
      </span>
    </li>
  );
}

/** New and wider permissions first, then what is given up, then what stays. */
function splitChanges(permissions: readonly PermissionText[]): {
  changed: PermissionText[];
  same: PermissionText[];
} {
  const rank = { new: 0, wider: 1, narrower: 2, removed: 3, same: 4 } as const;
  const sorted = [...permissions].sort((a, b) => rank[a.change] - rank[b.change]);
  return {
    changed: sorted.filter(({ change }) => change !== 'same'),
    same: sorted.filter(({ change }) => change === 'same'),
  };
}

const countText = (count: number) =>
  count === 1 ? '1 permission it has already' : `${count} permissions it has already`;

/** What a plugin asks for; on an update what is new about it, with the rest folded. */
export function PermissionList({
  permissions,
  isUpdate,
}: {
  permissions: readonly PermissionText[];
  isUpdate: boolean;
}) {
  const { changed, same } = splitChanges(permissions);
  if (!isUpdate) {
    return (
      <ul>
        {permissions.map((permission) => (
          <PermissionRow key={permission.permission} permission={permission} />
        ))}
      </ul>
    );
  }
  return (
    <>
      <ul>
        {changed.map((permission) => (
          <PermissionRow key={permission.permission} permission={permission} isDiff />
        ))}
      </ul>
      {same.length > 0 && (
        <details className={classes.fold}>
          <summary>{countText(same.length)}</summary>
          <ul>
            {same.map((permission) => (
              <PermissionRow key={permission.permission} permission={permission} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
