import { Dialog } from '@braindrive/plugin-sdk/ui';
import type { RouterOutputs } from '../../trpc.ts';
import { ConnectionForm } from './connection-form.tsx';
import type { Provider } from './provider-icons.ts';
import { useConnectionChanges } from './use-connections.ts';

type Connection = RouterOutputs['connection']['list'][number];

/** Changes of a connection. Keys that are left empty stay as they are. */
export function EditConnectionDialog({
  connection,
  provider,
  onClose,
}: {
  connection: Connection;
  provider: Provider | null;
  onClose: () => void;
}) {
  const { update } = useConnectionChanges();
  if (provider === null) {
    return (
      <Dialog title={connection.name} width="sm" onClose={onClose}>
        <p className="prose">
          The provider of this connection ({connection.providerId}) is not installed any more, so
          its settings cannot be shown. Remove the connection, or install the provider again.
        </p>
      </Dialog>
    );
  }
  return (
    <Dialog title={`Edit ${connection.name}`} onClose={onClose}>
      <ConnectionForm
        provider={provider}
        keyUrl={null}
        initial={{
          name: connection.name,
          isShared: connection.isShared,
          settings: connection.settings,
        }}
        connectionId={connection.id}
        secretsSetAt={connection.secrets}
        isBusy={update.isPending}
        error={update.error}
        saveLabel="Test and save"
        onCancel={onClose}
        onSave={(values) =>
          update.mutate({ connectionId: connection.id, ...values }, { onSuccess: onClose })
        }
      />
    </Dialog>
  );
}
