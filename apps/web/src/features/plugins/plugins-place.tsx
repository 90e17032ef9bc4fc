import type { PluginRegistry } from '@braindrive/contracts';
import {
  Dot,
  formatAgo,
  IconButton,
  IconPlus,
  SidebarGroup,
  SidebarHead,
  SidebarItem,
  SidebarList,
  Tag,
} from '@braindrive/plugin-sdk/ui';
import {
  IconChecks,
  IconCircleArrowUp,
  IconCompass,
  IconGavel,
  IconWorldDownload,
} from '@tabler/icons-react';
import { useMemo } from 'react';
import { Outlet } from 'react-router';
import { useUser } from '../../boot.ts';
import { Place } from '../shell/index.ts';
import { categoryCounts } from './catalogue-filter.ts';
import { DropZone } from './install/drop-zone.tsx';
import { InstallDialogHost } from './install/install-dialog-host.tsx';
import { categories, categoryNames } from './plugin-looks.ts';
import { useInstallView } from './use-operations.ts';
import { useCatalogue, useInstalledPlugins, useRegistries } from './use-plugins.ts';

const registryLooks = { ready: 'ready', old: 'old', failed: 'failed' } as const;

/** How fresh a source is: one word, or how long ago it last answered. */
function registryText({ state, fetchedAt }: PluginRegistry): string {
  if (state === 'ready') return 'ready';
  if (state === 'old' && fetchedAt !== null) return formatAgo(fetchedAt);
  return state === 'old' ? 'not whole' : 'failed';
}

function CategoryGroup() {
  const catalogue = useCatalogue();
  const counts = useMemo(() => categoryCounts(catalogue.data ?? []), [catalogue.data]);
  if (counts.size === 0) return null;
  return (
    <SidebarGroup title="Categories">
      {categoryNames
        .filter((name) => counts.has(name))
        .map((name) => (
          <SidebarItem
            key={name}
            to={`/plugins/category/${name}`}
            icon={categories[name].icon}
            aside={counts.get(name)}
          >
            {categories[name].label}
          </SidebarItem>
        ))}
    </SidebarGroup>
  );
}

function SourceGroup() {
  const registries = useRegistries();
  const canManage = useUser().permissions.includes('plugin.manage');
  const rows = registries.data ?? [];
  if (rows.length === 0 && !canManage) return null;
  return (
    <SidebarGroup title="Sources">
      {rows.map((registry) => (
        <SidebarItem
          key={registry.id}
          to={`/plugins/sources#${registry.id}`}
          isPlain
          lead={<Dot status={registryLooks[registry.state]} />}
          aside={registryText(registry)}
        >
          {registry.name}
        </SidebarItem>
      ))}
      {canManage && (
        <SidebarItem to="/plugins/sources" icon={IconWorldDownload}>
          Manage sources
        </SidebarItem>
      )}
    </SidebarGroup>
  );
}

function OwnerGroup() {
  if (!useUser().permissions.includes('plugin.manage')) return null;
  return (
    <SidebarGroup title="This instance">
      <SidebarItem to="/plugins/rules" icon={IconGavel}>
        Rules
      </SidebarItem>
    </SidebarGroup>
  );
}

/** Everything about plugins, with its sidebar. An archive may be dropped anywhere on it. */
export function PluginsPlace() {
  const plugins = useInstalledPlugins();
  const updates = plugins.filter(({ update }) => update !== null).length;
  const canInstall = useUser().permissions.includes('plugin.install');
  const { ask } = useInstallView();
  return (
    <Place
      sidebarLabel="Plugins"
      sidebar={
        <>
          <SidebarHead
            title="Plugins"
            actions={
              canInstall && (
                <IconButton
                  icon={IconPlus}
                  label="Install from address or file"
                  tip="end"
                  onClick={ask}
                />
              )
            }
          />
          <SidebarList label="Plugins">
            <SidebarItem to="/plugins" icon={IconCompass} end>
              Browse
            </SidebarItem>
            <SidebarItem to="/plugins/installed" icon={IconChecks} aside={plugins.length}>
              Installed
            </SidebarItem>
            <SidebarItem
              to="/plugins/updates"
              icon={IconCircleArrowUp}
              aside={updates > 0 ? <Tag tone="accent">{String(updates)}</Tag> : undefined}
            >
              Updates
            </SidebarItem>
            <CategoryGroup />
            <SourceGroup />
            <OwnerGroup />
          </SidebarList>
        </>
      }
    >
      <Outlet />
      {canInstall && <DropZone />}
      <InstallDialogHost />
    </Place>
  );
}
