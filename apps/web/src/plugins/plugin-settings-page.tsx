import type { PageContext } from '@braindrive/plugin-sdk/web';
import { useMemo } from 'react';
import { useLocation } from 'react-router';
import { useBoot, useUser } from '../boot.ts';
import { NotFoundPage } from '../features/shell/index.ts';
import { PluginComponent } from './plugin-component.tsx';
import { pluginSettingsPlaces } from './plugin-places.ts';

/** A page of a plugin among the settings; it draws its own sheet. */
export function PluginSettingsPage() {
  const { pathname } = useLocation();
  const { plugins } = useBoot();
  const { permissions } = useUser();
  const found = pluginSettingsPlaces(plugins, permissions).find(({ path }) => path === pathname);
  const pageId = found?.page.id ?? null;
  const place = useMemo<PageContext>(
    () => ({ place: 'settings', pageId, isEditing: false, size: null }),
    [pageId],
  );
  if (found === undefined) return <NotFoundPage />;
  const { plugin, page, path } = found;
  return (
    <PluginComponent slug={plugin.slug} component={page.component} place={place} base={path} />
  );
}
