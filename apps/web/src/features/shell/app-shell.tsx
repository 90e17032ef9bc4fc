import { useShortcut } from '@braindrive/plugin-sdk/ui';
import { lazy, Suspense, useState } from 'react';
import { Outlet } from 'react-router';
import { useUserEvents } from '../../events.ts';
import { PluginBackgrounds } from '../../plugins/plugin-backgrounds.tsx';
import { useReadyOffer } from '../models/index.ts';
import { OfflineBanner } from './offline-banner.tsx';
import { Rail } from './rail.tsx';
import classes from './shell.module.css';
import { TabBar } from './tab-bar.tsx';

const CommandPalette = lazy(async () => ({
  default: (await import('./command-palette.tsx')).CommandPalette,
}));
const ShortcutSheet = lazy(async () => ({
  default: (await import('./shortcut-sheet.tsx')).ShortcutSheet,
}));

/** Everything around the pages of somebody who is signed in. */
export function AppShell() {
  const [overlay, setOverlay] = useState<'palette' | 'shortcuts' | null>(null);
  const close = () => setOverlay(null);
  useUserEvents();
  useReadyOffer();
  useShortcut('mod+k', () => setOverlay('palette'));
  useShortcut('?', () => setOverlay('shortcuts'));
  return (
    <div className={classes.app}>
      <Rail onShowShortcuts={() => setOverlay('shortcuts')} />
      <Outlet />
      <TabBar />
      <OfflineBanner />
      <PluginBackgrounds />
      <Suspense>
        {overlay === 'palette' && (
          <CommandPalette onClose={close} onShowShortcuts={() => setOverlay('shortcuts')} />
        )}
        {overlay === 'shortcuts' && <ShortcutSheet onClose={close} />}
      </Suspense>
    </div>
  );
}
