import { EmptyState, ErrorCard, SheetPage, SkeletonRows } from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { trpc } from '../../trpc.ts';
import { LibrarySection } from './library-section.tsx';

/** Models that can be kept on machines of one's own: what is here, on its way, and on offer. */
export function ModelsPage() {
  const lists = trpc.model.list.useQuery();
  const libraries = (lists.data ?? []).filter(({ hasLibrary }) => hasLibrary);
  return (
    <SheetPage title="Models">
      {lists.isPending && <SkeletonRows count={6} height={84} />}
      {lists.isError && (
        <ErrorCard
          title="The models were not read"
          error={lists.error}
          onAction={() => void lists.refetch()}
        />
      )}
      {lists.isSuccess && libraries.length === 0 && (
        <EmptyState
          text="No connection here can fetch models. Add a server that can, or turn the built-in one on."
          action={
            <Button component={Link} to="/connections">
              Connections
            </Button>
          }
        />
      )}
      {libraries.map((list) => (
        <LibrarySection key={list.connectionId} list={list} />
      ))}
    </SheetPage>
  );
}
