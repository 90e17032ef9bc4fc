import type { InstalledPlugin, PluginDetail } from '@braindrive/contracts';
import {
  AppLink,
  EmptyState,
  ErrorCard,
  SheetPage,
  SkeletonRows,
  StatusDot,
  Tag,
} from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { Link, useParams, useSearchParams } from 'react-router';
import { AuthorLine, isTrusted } from '../plugin-facts.tsx';
import { stateLook } from '../plugin-looks.ts';
import { PluginTile } from '../plugin-tile.tsx';
import { useInstalledPlugins, usePluginDetail } from '../use-plugins.ts';
import { AboutTab } from './about-tab.tsx';
import classes from './detail.module.css';
import { DetailActions } from './detail-actions.tsx';
import { FactColumn } from './fact-column.tsx';
import { LogTab } from './log-tab.tsx';
import { PermissionTab } from './permission-tab.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { SettingsTab } from './settings-tab.tsx';
import { VersionTab } from './version-tab.tsx';

const tabs = [
  { name: 'about', label: 'About', view: AboutTab },
  { name: 'settings', label: 'Settings', view: SettingsTab },
  { name: 'permissions', label: 'Permissions', view: PermissionTab },
  { name: 'log', label: 'Log', view: LogTab },
  { name: 'versions', label: 'Versions', view: VersionTab },
] as const;
type Tab = (typeof tabs)[number];

function TabLinks({ slug, shown }: { slug: string; shown: Tab }) {
  return (
    <nav className={classes.tabs} aria-label="About this plugin">
      {tabs.map(({ name, label }) => (
        <AppLink
          key={name}
          to={`/plugins/installed/${slug}${name === 'about' ? '' : `?tab=${name}`}`}
          {...(name === shown.name && { 'aria-current': 'page' as const })}
        >
          {label}
        </AppLink>
      ))}
    </nav>
  );
}

function Head({ plugin }: { plugin: InstalledPlugin }) {
  const look = stateLook(plugin);
  return (
    <header className={classes.head}>
      <PluginTile icon={plugin.icon} category={plugin.category} size="lg" />
      <div className={classes.headText}>
        <h2>
          {plugin.name}
          <span className={classes.version}>{plugin.version}</span>
        </h2>
        <p>
          <AuthorLine authorName={plugin.authorName} isSigned={isTrusted(plugin)} />
          <StatusDot status={look.status}>{look.word}</StatusDot>
          {plugin.isRequired && <Tag>Required</Tag>}
        </p>
      </div>
      <DetailActions plugin={plugin} />
    </header>
  );
}

function Body({
  plugin,
  detail,
  tab,
}: {
  plugin: InstalledPlugin;
  detail: PluginDetail;
  tab: Tab;
}) {
  const View = tab.view;
  return (
    <div className={classes.columns}>
      <div className={classes.text}>
        <View key={plugin.slug} detail={detail} />
      </div>
      <FactColumn detail={detail} />
    </div>
  );
}

/** One installed plugin: what it is left, the facts about it right. */
export function PluginPage() {
  const { slug = '' } = useParams();
  const [search] = useSearchParams();
  const plugin = useInstalledPlugins().find((each) => each.slug === slug);
  const detail = usePluginDetail(slug, plugin !== undefined);
  const tab = tabs.find(({ name }) => name === search.get('tab')) ?? tabs[0];
  if (plugin === undefined) {
    return (
      <SheetPage title="Plugin">
        <EmptyState
          text={`${slug} is not installed here.`}
          action={
            <Button component={Link} to={`/plugins?q=${slug}`}>
              Look for it
            </Button>
          }
        />
      </SheetPage>
    );
  }
  return (
    <SheetPage title={plugin.name}>
      <Head plugin={plugin} />
      <ProblemNotice plugin={plugin} />
      <TabLinks slug={slug} shown={tab} />
      {detail.isPending && <SkeletonRows count={3} height={120} />}
      {detail.isError && (
        <ErrorCard
          title={`${plugin.name} was not read`}
          error={detail.error}
          onAction={() => void detail.refetch()}
        />
      )}
      {detail.data !== undefined && <Body plugin={plugin} detail={detail.data} tab={tab} />}
    </SheetPage>
  );
}
