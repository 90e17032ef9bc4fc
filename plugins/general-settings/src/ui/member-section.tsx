import {
  Avatar,
  CardList,
  ConfirmDialog,
  ErrorCard,
  IconButton,
  IconTrash,
  Section,
  SelectField,
  SkeletonRows,
  showError,
  showUndo,
  Tag,
} from '@braindrive/plugin-sdk/ui';
import { type CoreOutputs, core } from '@braindrive/plugin-sdk/web';
import { useState } from 'react';
import { type Role, roles } from './account-fields.ts';
import classes from './settings.module.css';
import { useUser } from './use-boot.ts';

type Member = CoreOutputs['member']['list'][number];

export const roleNames: Readonly<Record<Role, string>> = {
  owner: 'Owner',
  admin: 'Admin',
  member: 'Member',
  guest: 'Guest',
};

function useMembers() {
  const utils = core.useUtils();
  const updateRole = core.member.updateRole.useMutation({
    onSuccess: (changed) =>
      utils.member.list.setData(undefined, (list) =>
        list?.map((member) => (member.id === changed.id ? changed : member)),
      ),
    onError: showError,
  });
  const setRole = (member: Member, role: Role) =>
    updateRole.mutate(
      { userId: member.id, role },
      {
        onSuccess: () =>
          showUndo({
            message: `${member.name} is now ${roleNames[role].toLowerCase()}.`,
            onUndo: () => updateRole.mutate({ userId: member.id, role: member.role }),
          }),
      },
    );
  return { list: core.member.list.useQuery(), setRole };
}

function RemoveMemberDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const utils = core.useUtils();
  const remove = core.member.remove.useMutation({
    onSuccess: () => {
      utils.member.list.setData(undefined, (list) => list?.filter(({ id }) => id !== member.id));
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={`Delete the account of ${member.name}`}
      actionLabel="Delete account"
      typedName={member.email}
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ userId: member.id })}
      onClose={onClose}
    >
      <p>Their conversations, connections and keys are deleted with it. This cannot be undone.</p>
    </ConfirmDialog>
  );
}

function MemberRow({
  member,
  isSelf,
  canManage,
  offeredRoles,
  onRole,
  onRemove,
}: {
  member: Member;
  isSelf: boolean;
  canManage: boolean;
  offeredRoles: readonly Role[];
  onRole: (role: Role) => void;
  onRemove: () => void;
}) {
  const isFixed = isSelf || !canManage || !offeredRoles.includes(member.role);
  return (
    <li className={classes.row}>
      <Avatar name={member.name} url={member.avatarUrl} size={32} />
      <div className={classes.rowText}>
        <h3>
          <span className="cut">{member.name}</span> {isSelf && <Tag tone="accent">You</Tag>}
        </h3>
        <p className="cut">{member.email}</p>
      </div>
      {isFixed ? (
        <span className={classes.fixed}>{roleNames[member.role]}</span>
      ) : (
        <>
          <SelectField
            label={`Role of ${member.name}`}
            isLabelHidden
            width={120}
            value={member.role}
            options={offeredRoles.map((role) => ({ value: role, label: roleNames[role] }))}
            onChange={(role) => onRole(role as Role)}
          />
          <IconButton
            icon={IconTrash}
            label={`Delete the account of ${member.name}`}
            tip="end"
            onClick={onRemove}
          />
        </>
      )}
    </li>
  );
}

/** Everybody with an account, with their role. */
export function MemberSection() {
  const self = useUser();
  const { list, setRole } = useMembers();
  const [removed, setRemoved] = useState<Member | null>(null);
  // Nobody hands out more than they have.
  const offeredRoles = roles.filter((role) => role !== 'owner' || self.role === 'owner');
  return (
    <Section
      title="Accounts"
      lead="Admins manage people, models and shared connections. Members use and add their own. Guests only chat."
    >
      {list.isPending && <SkeletonRows count={2} />}
      {list.isError && (
        <ErrorCard
          title="The list was not read"
          error={list.error}
          onAction={() => void list.refetch()}
        />
      )}
      {list.isSuccess && (
        <CardList>
          {list.data.map((member) => (
            <MemberRow
              key={member.id}
              member={member}
              isSelf={member.id === self.id}
              canManage={self.permissions.includes('member.manage')}
              offeredRoles={offeredRoles}
              onRole={(role) => setRole(member, role)}
              onRemove={() => setRemoved(member)}
            />
          ))}
        </CardList>
      )}
      {removed !== null && <RemoveMemberDialog member={removed} onClose={() => setRemoved(null)} />}
    </Section>
  );
}
