import {
  Button,
  CardList,
  CopyField,
  Dialog,
  EmptyState,
  ErrorCard,
  ErrorLine,
  formatDate,
  Icon,
  IconButton,
  IconLink,
  IconPlus,
  IconTrash,
  Section,
  SelectField,
  SkeletonRows,
  showError,
  showToast,
  TextField,
  useForm,
} from '@braindrive/plugin-sdk/ui';
import { type CoreOutputs, core } from '@braindrive/plugin-sdk/web';
import { useState } from 'react';
import { z } from 'zod';
import { emailSchema } from './account-fields.ts';
import { roleNames } from './member-section.tsx';
import classes from './settings.module.css';

type Invitation = CoreOutputs['invitation']['list'][number];
type InvitedRole = 'admin' | 'member' | 'guest';

const schema = z.object({ email: z.union([z.literal(''), emailSchema]) });
const invitedRoles: readonly InvitedRole[] = ['member', 'guest', 'admin'];
const linkOf = (token: string) =>
  `${window.location.origin}/register?invitation=${encodeURIComponent(token)}`;

interface Values extends Record<string, unknown> {
  role: InvitedRole;
  email: string;
  validDays: string;
}

function InviteDialog({ onClose }: { onClose: () => void }) {
  const utils = core.useUtils();
  const create = core.invitation.create.useMutation({
    onSuccess: ({ invitation }) =>
      utils.invitation.list.setData(undefined, (list) => [invitation, ...(list ?? [])]),
  });
  const form = useForm<Values>({
    initial: { role: 'member', email: '', validDays: '7' },
    schema,
    onSubmit: ({ role, email, validDays }) =>
      create.mutateAsync({
        role,
        validDays: Number(validDays),
        ...(email.trim() !== '' && { email }),
      }),
  });
  if (create.data !== undefined) {
    return (
      <Dialog title="Send this link" onClose={onClose}>
        <p className="prose">
          It makes one account and is good until {formatDate(create.data.invitation.expiresAt)}. It
          is shown this once.
        </p>
        <div className={classes.created}>
          <CopyField label="Invitation link" value={linkOf(create.data.token)} />
        </div>
        <div className="dialog-actions">
          <Button onClick={onClose}>Done</Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title="Invite somebody" width="sm" onClose={onClose}>
      <form className={classes.dialogForm} onSubmit={form.onSubmit} noValidate>
        <SelectField
          label="Role"
          value={form.values.role}
          options={invitedRoles.map((role) => ({ value: role, label: roleNames[role] }))}
          onChange={(role) => form.set('role', role as InvitedRole)}
        />
        <TextField
          label="Email"
          hint="Optional"
          type="email"
          help="With an address, only it can use the link."
          autoComplete="off"
          {...form.field('email')}
        />
        <SelectField
          label="Good for"
          value={form.values.validDays}
          options={[
            { value: '1', label: '1 day' },
            { value: '7', label: '7 days' },
            { value: '30', label: '30 days' },
          ]}
          onChange={(days) => form.set('validDays', days)}
        />
        <ErrorLine error={form.failure} />
        <div className="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={form.isBusy}>
            Make link
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const stateText = ({ usedAt, expiresAt }: Invitation) => {
  if (usedAt !== null) return `used on ${formatDate(usedAt)}`;
  return expiresAt < new Date() ? 'ended' : `good until ${formatDate(expiresAt)}`;
};

function InvitationRow({ invitation, onRevoke }: { invitation: Invitation; onRevoke: () => void }) {
  return (
    <li className={classes.row}>
      <Icon of={IconLink} size={20} />
      <div className={classes.rowText}>
        <h3 className="cut">{invitation.email ?? 'Anybody with the link'}</h3>
        <p>
          {roleNames[invitation.role]} · {stateText(invitation)}
        </p>
      </div>
      {invitation.usedAt === null && (
        <IconButton icon={IconTrash} label="Withdraw" tip="end" onClick={onRevoke} />
      )}
    </li>
  );
}

/** Links that let somebody make an account. */
export function InvitationSection() {
  const utils = core.useUtils();
  const list = core.invitation.list.useQuery();
  const revoke = core.invitation.revoke.useMutation({
    onSuccess: (_nothing, { invitationId }) => {
      utils.invitation.list.setData(undefined, (rows) =>
        rows?.filter(({ id }) => id !== invitationId),
      );
      showToast('Invitation withdrawn.');
    },
    onError: showError,
  });
  const [isInviting, setInviting] = useState(false);
  const invite = (
    <Button
      variant="filled"
      leftSection={<Icon of={IconPlus} size={16} />}
      onClick={() => setInviting(true)}
    >
      Invite
    </Button>
  );
  const hasRows = list.data !== undefined && list.data.length > 0;
  return (
    <Section title="Invitations" actions={hasRows && invite}>
      {list.isPending && <SkeletonRows count={1} />}
      {list.isError && (
        <ErrorCard
          title="The invitations were not read"
          error={list.error}
          onAction={() => void list.refetch()}
        />
      )}
      {list.data?.length === 0 && (
        <EmptyState
          text="Nobody is invited. A link lets one person make an account."
          action={invite}
        />
      )}
      {hasRows && (
        <CardList>
          {list.data.map((invitation) => (
            <InvitationRow
              key={invitation.id}
              invitation={invitation}
              onRevoke={() => revoke.mutate({ invitationId: invitation.id })}
            />
          ))}
        </CardList>
      )}
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
    </Section>
  );
}
