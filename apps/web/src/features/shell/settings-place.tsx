import {
  IconLogout,
  iconByName,
  SidebarAction,
  SidebarGroup,
  SidebarHead,
  SidebarItem,
  SidebarList,
} from '@braindrive/plugin-sdk/ui';
import { Outlet } from 'react-router';
import { useBoot, useUser } from '../../boot.ts';
import { pluginSettingsPlaces } from '../../plugins/plugin-places.ts';
import { Place } from './place.tsx';
import { useSignOut } from './use-sign-out.ts';

const groups = [
  { group: 'you', title: 'You' },
  { group: 'plugins', title: 'Plugins' },
  { group: 'instance', title: 'This instance' },
] as const;

/** Settings, with their sections in the sidebar; each person sees those that concern them. */
export function SettingsPlace() {
  const { permissions } = useUser();
  const signOut = useSignOut();
  const pluginPages = pluginSettingsPlaces(useBoot().plugins, permissions);
  const linksOf = (group: 'you' | 'plugins' | 'instance') =>
    pluginPages
      .filter(({ page }) => page.group === group)
      .map(({ plugin, page, path }) => (
        <SidebarItem key={path} to={path} icon={iconByName(page.icon ?? plugin.icon)}>
          {page.title}
        </SidebarItem>
      ));
  return (
    <Place
      sidebarLabel="Settings"
      sidebar={
        <>
          <SidebarHead title="Settings" />
          <SidebarList label="Settings">
            {groups.map(({ group, title }) => {
              const links = linksOf(group);
              return (
                links.length > 0 && (
                  <SidebarGroup key={group} title={title}>
                    {links}
                  </SidebarGroup>
                )
              );
            })}
          </SidebarList>
          <SidebarAction icon={IconLogout} onClick={signOut}>
            Sign out
          </SidebarAction>
        </>
      }
    >
      <Outlet />
    </Place>
  );
}
