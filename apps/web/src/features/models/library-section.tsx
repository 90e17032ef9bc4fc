import {
  CardList,
  EmptyState,
  ErrorCard,
  formatBytes,
  formatMemory,
  Icon,
  IconPlus,
  Section,
  SkeletonRows,
} from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useBoot, useUser } from '../../boot.ts';
import type { RouterOutputs } from '../../trpc.ts';
import { AddModelDialog } from './add-model-dialog.tsx';
import { type LibraryRow, libraryRows, splitRows } from './library-rows.ts';
import { ModelRow } from './model-row.tsx';
import classes from './models.module.css';
import { useLibrary } from './use-library.ts';

type ConnectionModels = RouterOutputs['model']['list'][number];
type Library = RouterOutputs['model']['library'];

const machineText = ({ cores, memoryBytes, freeMemoryBytes, freeDiskBytes }: Machine) =>
  `${cores} ${cores === 1 ? 'core' : 'cores'}, ${formatMemory(memoryBytes)} of memory with ${formatMemory(freeMemoryBytes)} free, ${formatBytes(freeDiskBytes)} of disk free`;
type Machine = NonNullable<Library['machine']>;

/** Nothing loud on the page unless there is one model that people should fetch first. */
const isSuggested = (row: LibraryRow) =>
  row.offer?.isRecommended === true && row.installed === null && row.pull === null;

/** What one connection has, fetches and offers. */
export function LibrarySection({ list }: { list: ConnectionModels }) {
  const library = useLibrary(list.connectionId);
  const { defaultModel } = useBoot();
  const canManage = useUser().permissions.includes('model.manage');
  const [isAdding, setAdding] = useState(false);
  const rows =
    library.data === undefined
      ? []
      : libraryRows(library.data.catalogue, list.models, library.data.pulls);
  const { kept, offered } = splitRows(rows);
  const groups = [
    { title: 'Here', members: kept },
    { title: 'To download', members: offered },
  ];
  const machine = library.data?.machine ?? null;
  return (
    <Section
      title={list.connectionName}
      lead={machine === null ? (list.destination ?? undefined) : machineText(machine)}
      actions={
        canManage && (
          <Button leftSection={<Icon of={IconPlus} size={16} />} onClick={() => setAdding(true)}>
            Add by address
          </Button>
        )
      }
    >
      {library.isPending && <SkeletonRows count={5} height={84} />}
      {library.isError && (
        <ErrorCard
          title={`${list.connectionName} did not say what it offers`}
          error={library.error}
          onAction={() => void library.refetch()}
        />
      )}
      {library.isSuccess && rows.length === 0 && (
        <EmptyState text="No models yet. Add one by its name." />
      )}
      {groups
        .filter(({ members }) => members.length > 0)
        .map(({ title, members }) => (
          <div key={title} className={classes.groupBox}>
            <h3 className={classes.group}>{title}</h3>
            <CardList>
              {members.map((row) => (
                <ModelRow
                  key={row.key}
                  row={row}
                  connectionId={list.connectionId}
                  canManage={canManage}
                  isSuggested={isSuggested(row)}
                  isDefault={
                    defaultModel?.connectionId === list.connectionId &&
                    defaultModel.modelId === row.installed?.id
                  }
                  freeDiskBytes={machine?.freeDiskBytes ?? null}
                />
              ))}
            </CardList>
          </div>
        ))}
      {isAdding && (
        <AddModelDialog
          connectionId={list.connectionId}
          hasCatalogue={(library.data?.catalogue.length ?? 0) > 0}
          onClose={() => setAdding(false)}
        />
      )}
    </Section>
  );
}
