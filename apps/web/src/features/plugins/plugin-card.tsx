import type { AvailablePlugin, InstalledPlugin } from '@braindrive/contracts';
import { AppLink, Card, Icon, IconCheck } from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { AuthorLine } from './plugin-facts.tsx';
import { permissionIcon, permissions } from './plugin-looks.ts';
import { PluginTile } from './plugin-tile.tsx';
import classes from './plugins.module.css';
import { useBeginOperation, useInstallView, useOperationOf } from './use-operations.ts';

const shownWords = 2;

/** What it asks for, as glyphs and words. */
function Needs({ names }: { names: AvailablePlugin['permissions'] }) {
  if (names.length === 0) {
    return (
      <span className={classes.needs}>
        <Icon of={IconShieldCheck} size={16} />
        no access
      </span>
    );
  }
  const words = names.map((name) => permissions[name].word);
  const hidden = words.length - shownWords;
  return (
    <span className={classes.needs} title={`Needs ${words.join(', ')}`}>
      {names.slice(0, shownWords).map((name) => (
        <Icon key={name} of={permissionIcon(name)} size={16} />
      ))}
      <span className="cut">
        {words.slice(0, shownWords).join(', ')}
        {hidden > 0 && `, ${hidden} more`}
      </span>
    </span>
  );
}

function CardAction({
  plugin,
  installed,
  canInstall,
}: {
  plugin: AvailablePlugin;
  installed: InstalledPlugin | null;
  canInstall: boolean;
}) {
  const { install, update } = useBeginOperation();
  const { follow } = useInstallView();
  const operation = useOperationOf(plugin.slug);
  if (operation !== null) {
    return (
      <Button size="xs" variant="light" onClick={() => follow(operation)}>
        {operation.state === 'consent' ? 'Decide' : 'Installing'}
      </Button>
    );
  }
  if (installed !== null && installed.update !== null && canInstall) {
    return (
      <Button
        size="xs"
        variant="light"
        loading={update.isPending}
        aria-label={`Update ${plugin.name}`}
        onClick={() => update.mutate({ slug: plugin.slug, version: null })}
      >
        Update
      </Button>
    );
  }
  if (installed !== null) {
    return (
      <span className={classes.installed}>
        <Icon of={IconCheck} size={16} />
        Installed
      </span>
    );
  }
  if (!canInstall || plugin.refusal !== null) return null;
  return (
    <Button
      size="xs"
      loading={install.isPending}
      aria-label={`Install ${plugin.name}`}
      onClick={() =>
        install.mutate({
          source: { kind: 'registry', registryId: plugin.registryId, version: plugin.version },
          slug: plugin.slug,
        })
      }
    >
      Install
    </Button>
  );
}

/** One plugin of the catalogue: what it is, who made it, what it adds and what it asks for. */
export function PluginCard({
  plugin,
  installed,
  canInstall,
}: {
  plugin: AvailablePlugin;
  /** The caller's own installation of it, or null. */
  installed: InstalledPlugin | null;
  canInstall: boolean;
}) {
  return (
    <Card className={classes.plug}>
      <div className={classes.plugHead}>
        <PluginTile icon={plugin.icon} category={plugin.category} />
        <div className={classes.plugName}>
          <h2>
            {installed === null ? (
              <span className="cut" title={plugin.name}>
                {plugin.name}
              </span>
            ) : (
              <AppLink
                className={`cut ${classes.stretched}`}
                to={`/plugins/installed/${plugin.slug}`}
              >
                {plugin.name}
              </AppLink>
            )}
            <span className={classes.version}>{installed?.version ?? plugin.version}</span>
          </h2>
          <AuthorLine authorName={plugin.authorName} isSigned={plugin.isSigned} />
        </div>
        <div className={classes.plugAction}>
          <CardAction plugin={plugin} installed={installed} canInstall={canInstall} />
        </div>
      </div>
      <p>{plugin.description}</p>
      <div className={classes.foot}>
        {plugin.refusal === null ? (
          <>
            <span className={`cut ${classes.adds}`}>{plugin.contributes}</span>
            <Needs names={plugin.permissions} />
          </>
        ) : (
          <span className={classes.refusal}>{plugin.refusal}</span>
        )}
      </div>
    </Card>
  );
}
