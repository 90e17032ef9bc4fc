import type { PluginOperation } from '@braindrive/contracts';
import { showError } from '@braindrive/plugin-sdk/ui';
import { useCallback } from 'react';
import { useSearchParams } from 'react-router';
import { useBoot } from '../../boot.ts';
import { trpc } from '../../trpc.ts';
import { applyOperation, forgetOperation } from './plugin-cache.ts';

/** Installs and updates of the caller, kept current by events and found again after a reload. */
export const useOperations = (): readonly PluginOperation[] => useBoot().pluginOperations;

/** The operation that works on a plugin now, or null. */
export function useOperationOf(slug: string): PluginOperation | null {
  const operations = useOperations();
  return (
    operations.find(
      ({ plugin, state }) => (state === 'running' || state === 'consent') && plugin?.slug === slug,
    ) ?? null
  );
}

/** What the install dialog shows, kept in the address so that a reload shows it again. */
export type InstallView =
  | { readonly kind: 'closed' }
  | { readonly kind: 'source' }
  | {
      readonly kind: 'operation';
      readonly operationId: string;
      /** The plugin it was asked for, where the operation does not know it yet. */
      readonly slug?: string | undefined;
    };

/** The dialog's state in the address: `?install` asks for a source, `?operation=id` follows one. */
export function useInstallView() {
  const [search, setSearch] = useSearchParams();
  const operationId = search.get('operation');
  const show = useCallback(
    (view: InstallView) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          next.delete('install');
          next.delete('operation');
          next.delete('plugin');
          if (view.kind === 'source') next.set('install', '');
          if (view.kind === 'operation') {
            next.set('operation', view.operationId);
            if (view.slug !== undefined) next.set('plugin', view.slug);
          }
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );
  const view: InstallView =
    operationId !== null
      ? { kind: 'operation', operationId }
      : search.has('install')
        ? { kind: 'source' }
        : { kind: 'closed' };
  return {
    view,
    slug: search.get('plugin'),
    ask: useCallback(() => show({ kind: 'source' }), [show]),
    follow: useCallback(
      (operation: PluginOperation, slug?: string) =>
        show({ kind: 'operation', operationId: operation.id, slug }),
      [show],
    ),
    close: useCallback(() => show({ kind: 'closed' }), [show]),
  };
}

/** Begins installs and updates; each opens the dialog that follows it. */
export function useBeginOperation() {
  const utils = trpc.useUtils();
  const { follow } = useInstallView();
  const onSuccess = (operation: PluginOperation, input: { readonly slug?: string | undefined }) => {
    applyOperation(utils, operation);
    follow(operation, input.slug);
  };
  const install = trpc.plugin.operation.install.useMutation({ onSuccess });
  const update = trpc.plugin.operation.update.useMutation({ onSuccess, onError: showError });
  return { install, update };
}

/** Answers, cancels and puts away one operation. */
export function useOperationActions() {
  const utils = trpc.useUtils();
  const consent = trpc.plugin.operation.consent.useMutation({
    onSuccess: (operation) => applyOperation(utils, operation),
  });
  const cancel = trpc.plugin.operation.cancel.useMutation({
    onSuccess: (_nothing, { operationId }) => forgetOperation(utils, operationId),
    onError: showError,
  });
  const forget = useCallback((operationId: string) => forgetOperation(utils, operationId), [utils]);
  return { consent, cancel, forget };
}
