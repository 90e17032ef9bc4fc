import type { AvailablePlugin, InstalledPlugin } from '@braindrive/contracts';
import { EmptyState, ErrorCard, Icon, IconLink, SheetPage } from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useParams } from 'react-router';
import { useUser } from '../../boot.ts';
import { BrowseBar } from './browse-bar.tsx';
import { CardSkeleton } from './card-skeleton.tsx';
import { filterCatalogue } from './catalogue-filter.ts';
import { chooseArchive } from './install/choose-archive.ts';
import { useUpload } from './install/use-upload.ts';
import { PluginCard } from './plugin-card.tsx';
import { categories, isCategory } from './plugin-looks.ts';
import classes from './plugins.module.css';
import { SourceNotice } from './source-notice.tsx';
import { UpdateBanner } from './update-banner.tsx';
import { useBrowseFilter } from './use-browse-filter.ts';
import { useInstallView } from './use-operations.ts';
import { useCatalogue, useInstalledPlugins, useRefreshRegistries } from './use-plugins.ts';

function InstallActions() {
  const { ask } = useInstallView();
  const upload = useUpload();
  return (
    <>
      <Button
        variant="subtle"
        leftSection={<Icon of={IconLink} size={16} />}
        className={classes.quiet ?? ''}
        onClick={ask}
      >
        From address
      </Button>
      <Button
        variant="subtle"
        leftSection={<Icon of={IconUpload} size={16} />}
        className={`${classes.quiet} ${classes.fromFile}`}
        onClick={() => chooseArchive(upload)}
      >
        From file
      </Button>
    </>
  );
}

function NothingFound({
  query,
  isNarrowed,
  onWiden,
}: {
  query: string;
  isNarrowed: boolean;
  onWiden: () => void;
}) {
  const refresh = useRefreshRegistries();
  const { ask } = useInstallView();
  if (query === '' && !isNarrowed) {
    return (
      <EmptyState
        text="No source offers plugins. Install one from its address or from a file."
        action={<Button onClick={ask}>From address</Button>}
      />
    );
  }
  return (
    <EmptyState
      text={query === '' ? 'No plugins here.' : `No plugins match “${query}”.`}
      action={
        <Button
          loading={refresh.isPending}
          onClick={() => {
            onWiden();
            refresh.mutate();
          }}
        >
          {query === '' ? 'Show all plugins' : 'Search all sources'}
        </Button>
      }
    />
  );
}

function Cards({
  plugins,
  installed,
}: {
  plugins: readonly AvailablePlugin[];
  installed: readonly InstalledPlugin[];
}) {
  const canInstall = useUser().permissions.includes('plugin.install');
  return (
    <div className={classes.cards}>
      {plugins.map((plugin) => (
        <PluginCard
          key={`${plugin.registryId}/${plugin.slug}`}
          plugin={plugin}
          installed={installed.find(({ slug }) => slug === plugin.slug) ?? null}
          canInstall={canInstall}
        />
      ))}
    </div>
  );
}

/** Everything that can be installed, all of it or one category. */
export function BrowsePage() {
  const { category } = useParams();
  const shown = isCategory(category) ? category : null;
  const catalogue = useCatalogue();
  const installed = useInstalledPlugins();
  const canInstall = useUser().permissions.includes('plugin.install');
  const filter = useBrowseFilter();
  const found = useMemo(
    () => filterCatalogue(catalogue.data ?? [], { ...filter.values, category: shown }),
    [catalogue.data, filter.values, shown],
  );
  const count =
    catalogue.data?.filter((plugin) => shown === null || plugin.category === shown).length ?? 0;
  return (
    <SheetPage
      title={shown === null ? 'Browse plugins' : categories[shown].label}
      actions={canInstall && <InstallActions />}
    >
      <BrowseBar filter={filter} count={count} isLoading={catalogue.isPending} />
      {shown === null && filter.values.query === '' && <UpdateBanner plugins={installed} />}
      <SourceNotice />
      {catalogue.isPending && <CardSkeleton count={9} />}
      {catalogue.isError && (
        <ErrorCard
          title="The plugins were not read"
          error={catalogue.error}
          onAction={() => void catalogue.refetch()}
        />
      )}
      {catalogue.isSuccess && found.length === 0 && (
        <NothingFound
          query={filter.values.query}
          isNarrowed={shown !== null || filter.values.kind !== 'all'}
          onWiden={filter.widen}
        />
      )}
      <Cards plugins={found} installed={installed} />
    </SheetPage>
  );
}
