import type { PluginOperation, PluginSignature } from '@braindrive/contracts';
import { ErrorLine, Tag } from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { IconPuzzle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { sourceText } from '../install-source.ts';
import { GlyphTile, PluginTile } from '../plugin-tile.tsx';
import { useInstallView, useOperationActions } from '../use-operations.ts';
import { useRegistries } from '../use-plugins.ts';
import classes from './install.module.css';
import type { FrameContent } from './install-frame.tsx';
import { InstallSteps, waitingSteps } from './install-steps.tsx';
import { OperationBody } from './operation-body.tsx';
import { FailedActions, ResultActions } from './result-actions.tsx';

function SignatureTag({ signature }: { signature: PluginSignature }): ReactNode {
  if (signature.state === 'unsigned') return <Tag tone="warn">Not signed</Tag>;
  return signature.trust === 'key-changed' ? (
    <Tag tone="danger">Other key</Tag>
  ) : (
    <Tag tone="ok">Signed</Tag>
  );
}

function titleOf({ plugin, kind, source }: PluginOperation): string {
  if (plugin === null) return kind === 'update' ? 'Update a plugin' : 'Install a plugin';
  const verb = kind === 'update' ? 'Update' : 'Install';
  const version = kind === 'update' ? `to ${plugin.version}` : plugin.version;
  return source.kind === 'bundled' ? plugin.name : `${verb} ${plugin.name} ${version}`;
}

const isInstalling = ({ steps }: PluginOperation) =>
  steps.some(({ name, state }) => (name === 'install' || name === 'ready') && state === 'running');

function noteOf(operation: PluginOperation): string {
  const { state, kind, failedStep } = operation;
  if (state === 'failed') {
    return failedStep === 'install' || failedStep === 'ready' ? 'What was begun was undone.' : '';
  }
  if (state === 'done') return '';
  if (kind === 'update') {
    return 'If the new version fails its check, you stay on the one you have.';
  }
  return isInstalling(operation)
    ? 'If a step fails, what was begun is undone.'
    : 'Nothing has been run yet. You can uninstall at any time.';
}

function consentLabel({ kind, plugin }: PluginOperation): string {
  const asksMore = plugin?.permissions.some(({ change }) => change === 'new' || change === 'wider');
  if (kind === 'update') return asksMore ? 'Allow and update' : 'Update';
  return plugin?.permissions.length === 0 ? 'Install' : 'Allow and install';
}

function ConsentActions({
  operation,
  onClose,
}: {
  operation: PluginOperation;
  onClose: () => void;
}) {
  const { consent, cancel } = useOperationActions();
  const isDenied = operation.plugin?.permissions.some((each) => each.isDenied) ?? false;
  return (
    <>
      <ErrorLine error={consent.error} />
      <Button
        variant="subtle"
        className={classes.quiet ?? ''}
        disabled={cancel.isPending}
        onClick={() => cancel.mutate({ operationId: operation.id }, { onSuccess: onClose })}
      >
        Cancel
      </Button>
      <Button
        variant="filled"
        loading={consent.isPending}
        disabled={isDenied}
        onClick={() => consent.mutate({ operationId: operation.id, isAccepted: true })}
      >
        {consentLabel(operation)}
      </Button>
    </>
  );
}

function RunningActions({
  operation,
  onClose,
}: {
  operation: PluginOperation;
  onClose: () => void;
}) {
  const { cancel } = useOperationActions();
  return (
    <Button
      variant="subtle"
      className={classes.quiet ?? ''}
      loading={cancel.isPending}
      onClick={() => cancel.mutate({ operationId: operation.id }, { onSuccess: onClose })}
    >
      Cancel
    </Button>
  );
}

const actionsOf = {
  consent: ConsentActions,
  running: RunningActions,
  done: ResultActions,
  failed: FailedActions,
};

/** The dialog while it follows one install or update. */
export function useOperationContent(operation: PluginOperation | null): FrameContent | null {
  const { close } = useInstallView();
  const { forget } = useOperationActions();
  const registries = useRegistries();
  if (operation === null || operation.state === 'cancelled') return null;
  const { id, plugin, state, steps, source, kind } = operation;
  const isOver = state === 'done' || state === 'failed';
  const leave = () => {
    if (isOver) forget(id);
    close();
  };
  const Actions = actionsOf[state];
  return {
    title: titleOf(operation),
    place:
      source.kind === 'registry'
        ? (registries.data?.find((each) => each.id === source.registryId)?.name ??
          sourceText(source))
        : sourceText(source),
    tile:
      plugin === null ? (
        <GlyphTile icon={IconPuzzle} />
      ) : (
        <PluginTile icon={plugin.icon} category={plugin.category} />
      ),
    tag: plugin !== null && <SignatureTag signature={plugin.signature} />,
    steps: <InstallSteps steps={steps.length === 0 ? waitingSteps : steps} kind={kind} />,
    note: noteOf(operation),
    children: <OperationBody operation={operation} />,
    actions: <Actions operation={operation} onClose={leave} />,
    onClose: leave,
  };
}
