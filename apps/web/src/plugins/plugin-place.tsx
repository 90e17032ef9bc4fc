import type { PageContext } from '@braindrive/plugin-sdk/web';
import { useMemo } from 'react';
import { useLocation } from 'react-router';
import { useBoot } from '../boot.ts';
import { NotFoundPage, Place } from '../features/shell/index.ts';
import { PluginComponent } from './plugin-component.tsx';
import { placeAt } from './plugin-places.ts';

/** The screen of a plugin at this address, with its sidebar where it has one. */
export function PluginPlace() {
  const { pathname } = useLocation();
  const found = placeAt(useBoot().plugins, pathname);
  const pageId = found?.page.id ?? null;
  const place = useMemo<PageContext>(
    () => ({ place: 'page', pageId, isEditing: false, size: null }),
    [pageId],
  );
  if (found === undefined) return <NotFoundPage />;
  const { plugin, page, base } = found;
  const shared = { slug: plugin.slug, place, base };
  return (
    <Place
      key={base}
      sidebarLabel={page.title}
      sidebar={
        page.sidebar === undefined ? null : <PluginComponent {...shared} component={page.sidebar} />
      }
    >
      <PluginComponent {...shared} component={page.component} />
    </Place>
  );
}
