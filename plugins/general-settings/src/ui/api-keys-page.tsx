import {
  Button,
  CardList,
  ConfirmDialog,
  EmptyState,
  ErrorCard,
  formatAgo,
  formatDate,
  Icon,
  IconButton,
  IconKey,
  IconPlus,
  IconTrash,
  Section,
  SheetPage,
  SkeletonRows,
  Tag,
} from '@braindrive/plugin-sdk/ui';
import { type CoreOutputs, core } from '@braindrive/plugin-sdk/web';
import { useState } from 'react';
import { CreateApiKeyDialog } from './create-api-key-dialog.tsx';
import classes from './settings.module.css';

type ApiKey = CoreOutputs['apiKey']['list'][number];

const endText = ({ expiresAt }: ApiKey) => {
  if (expiresAt === null) return 'no end';
  return expiresAt < new Date() ? 'ended' : `until ${formatDate(expiresAt)}`;
};

function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const utils = core.useUtils();
  const revoke = core.apiKey.revoke.useMutation({
    onSuccess: () => {
      utils.apiKey.list.setData(undefined, (list) => list?.filter(({ id }) => id !== apiKey.id));
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={`Revoke ${apiKey.name}`}
      actionLabel="Revoke"
      isBusy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate({ apiKeyId: apiKey.id })}
      onClose={onClose}
    >
      <p>Programs that use this key are refused from now on. It cannot be brought back.</p>
    </ConfirmDialog>
  );
}

function ApiKeyRow({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const used = apiKey.lastUsedAt === null ? 'never used' : `used ${formatAgo(apiKey.lastUsedAt)}`;
  return (
    <li className={classes.row}>
      <Icon of={IconKey} size={20} />
      <div className={classes.rowText}>
        <h3>{apiKey.name}</h3>
        <p>
          <code>{apiKey.prefix}…</code> · {used} · {endText(apiKey)}
        </p>
        <div className={classes.tags}>
          {apiKey.scopes.map((scope) => (
            <Tag key={scope} tone={scope === 'admin' ? 'warn' : 'plain'}>
              {scope}
            </Tag>
          ))}
        </div>
      </div>
      <IconButton icon={IconTrash} label={`Revoke ${apiKey.name}`} tip="end" onClick={onRevoke} />
    </li>
  );
}

/** Keys for programs: scoped, ending, shown once. */
export function ApiKeysPage() {
  const keys = core.apiKey.list.useQuery();
  const [isCreating, setCreating] = useState(false);
  const [revoked, setRevoked] = useState<ApiKey | null>(null);
  const create = (
    <Button
      variant="filled"
      leftSection={<Icon of={IconPlus} size={16} />}
      onClick={() => setCreating(true)}
    >
      New key
    </Button>
  );
  return (
    <SheetPage title="API keys" width="form">
      <Section
        title="Keys for your programs"
        lead={
          <>
            A key acts as you, within its scopes. What it can call is in the{' '}
            <a href="/api/v1/docs" target="_blank" rel="noreferrer">
              API reference
            </a>
            .
          </>
        }
        actions={keys.data !== undefined && keys.data.length > 0 && create}
      >
        {keys.isPending && <SkeletonRows count={2} height={84} />}
        {keys.isError && (
          <ErrorCard
            title="The keys were not read"
            error={keys.error}
            onAction={() => void keys.refetch()}
          />
        )}
        {keys.data?.length === 0 && <EmptyState text="No keys yet." action={create} />}
        {keys.data !== undefined && keys.data.length > 0 && (
          <CardList>
            {keys.data.map((apiKey) => (
              <ApiKeyRow key={apiKey.id} apiKey={apiKey} onRevoke={() => setRevoked(apiKey)} />
            ))}
          </CardList>
        )}
      </Section>
      {isCreating && <CreateApiKeyDialog onClose={() => setCreating(false)} />}
      {revoked !== null && <RevokeDialog apiKey={revoked} onClose={() => setRevoked(null)} />}
    </SheetPage>
  );
}
