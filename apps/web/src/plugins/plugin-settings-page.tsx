import { SheetPage } from '@braindrive/plugin-sdk/ui';
import type { PageContext } from '@braindrive/plugin-sdk/web';
import { useMemo } from 'react';
import { useParams } from 'react-router';
import { useBoot, useUser } from '../boot.ts';
import { NotFoundPage } from '../features/shell/index.ts';
import { PluginComponent } from './plugin-component.tsx';
import { pluginSettingsPlaces } from './plugin-places.ts';

/** A page of a plugin among the settings. */
export function PluginSettingsPage() {
  const { slug = '', pageId = '' } = useParams();
  const { plugins } = useBoot();
  const { permissions } = useUser();
  const place = useMemo<PageContext>(
    () => ({ place: 'settings', pageId, isEditing: false, size: null }),
    [pageId],
  );
  const path = `/settings/${slug}/${pageId}`;
  const found = pluginSettingsPlaces(plugins, permissions).find((each) => each.path === path);
  if (found === undefined) return <NotFoundPage />;
  return (
    <SheetPage title={found.page.title}>
      <PluginComponent slug={slug} component={found.page.component} place={place} base={path} />
    </SheetPage>
  );
}
