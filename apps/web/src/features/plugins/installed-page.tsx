import type { InstalledPlugin } from '@braindrive/contracts';
import {
  AppLink,
  CardList,
  EmptyState,
  IconButton,
  IconDots,
  IconPlayerPause,
  IconPlayerPlay,
  IconSettings,
  IconTrash,
  Menu,
  type MenuItem,
  SheetPage,
  StatusDot,
  Tag,
} from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { Link, useNavigate } from 'react-router';
import { useUser } from '../../boot.ts';
import { KeptSection } from './kept-section.tsx';
import { AuthorLine, isTrusted } from './plugin-facts.tsx';
import { stateLook } from './plugin-looks.ts';
import { PluginTile } from './plugin-tile.tsx';
import classes from './plugins.module.css';
import { usePagePath } from './use-page-path.ts';
import { useEnabledSwitch, useInstalledPlugins, useUninstallPlugin } from './use-plugins.ts';

function useRowMenu(plugin: InstalledPlugin): MenuItem[][] {
  const { slug, name, state, isRequired } = plugin;
  const navigate = useNavigate();
  const enabled = useEnabledSwitch(plugin);
  const uninstall = useUninstallPlugin();
  const canInstall = useUser().permissions.includes('plugin.install');
  const settings: MenuItem = {
    label: 'Settings',
    icon: IconSettings,
    onSelect: () => void navigate(`/plugins/installed/${slug}?tab=settings`),
  };
  if (isRequired || !canInstall) return [[settings]];
  const isOff = state === 'disabled';
  return [
    [
      settings,
      {
        label: isOff ? 'Turn on' : 'Turn off',
        icon: isOff ? IconPlayerPlay : IconPlayerPause,
        onSelect: () => enabled.set(isOff),
      },
    ],
    [
      {
        label: 'Uninstall',
        icon: IconTrash,
        isDanger: true,
        onSelect: () => uninstall.run({ slug, name }),
      },
    ],
  ];
}

function InstalledRow({ plugin }: { plugin: InstalledPlugin }) {
  const look = stateLook(plugin);
  const groups = useRowMenu(plugin);
  const pagePath = usePagePath(plugin.slug);
  return (
    <li className={classes.row}>
      <PluginTile icon={plugin.icon} category={plugin.category} />
      <div className={classes.rowText}>
        <h2>
          <AppLink className={classes.stretched} to={`/plugins/installed/${plugin.slug}`}>
            {plugin.name}
          </AppLink>
          <span className={classes.version}>{plugin.version}</span>
          {plugin.isRequired && <Tag>Required</Tag>}
          {plugin.update !== null && <Tag tone="accent">{`${plugin.update.version} ready`}</Tag>}
        </h2>
        {plugin.problem === null ? (
          <AuthorLine authorName={plugin.authorName} isSigned={isTrusted(plugin)} />
        ) : (
          <p data-tone="danger">{plugin.problem.message}</p>
        )}
      </div>
      <div className={classes.rowState}>
        <StatusDot status={look.status}>{look.word}</StatusDot>
      </div>
      <div className={classes.rowActions} data-wide="">
        {pagePath !== null && (
          <Button component={Link} to={pagePath} className={classes.rowOpen ?? ''}>
            Open
          </Button>
        )}
        <Menu
          label={plugin.name}
          groups={groups}
          trigger={(props) => (
            <IconButton icon={IconDots} label={`More for ${plugin.name}`} tip="end" {...props} />
          )}
        />
      </div>
    </li>
  );
}

/** What one has installed, and what was uninstalled lately. */
export function InstalledPage() {
  const plugins = useInstalledPlugins();
  const groups = [
    { title: 'Yours', members: plugins.filter(({ isBundled }) => !isBundled) },
    { title: 'Come with BrainDrive', members: plugins.filter(({ isBundled }) => isBundled) },
  ].filter(({ members }) => members.length > 0);
  return (
    <SheetPage title="Installed plugins">
      {plugins.length === 0 && (
        <EmptyState
          text="No plugins yet. They add chat tools, page blocks and model providers."
          action={
            <Button component={Link} to="/plugins" variant="filled">
              Browse plugins
            </Button>
          }
        />
      )}
      {groups.map(({ title, members }) => (
        <div key={title} className={classes.groupBox}>
          <h2 className={classes.group}>{title}</h2>
          <CardList className={classes.rowList}>
            {members.map((plugin) => (
              <InstalledRow key={plugin.slug} plugin={plugin} />
            ))}
          </CardList>
        </div>
      ))}
      <KeptSection />
    </SheetPage>
  );
}
