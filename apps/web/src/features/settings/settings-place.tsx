import {
  IconDeviceLaptop,
  IconKey,
  IconLogout,
  IconPalette,
  IconUser,
  IconUsers,
  IconWorld,
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
import { Place, useSignOut } from '../shell/index.ts';

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
  const may = (permission: (typeof permissions)[number]) => permissions.includes(permission);
  const seesMembers = may('member.list') || may('invitation.manage');
  return (
    <Place
      sidebarLabel="Settings"
      sidebar={
        <>
          <SidebarHead title="Settings" />
          <SidebarList label="Settings">
            <SidebarGroup title="You">
              <SidebarItem to="/settings/profile" icon={IconUser}>
                Profile
              </SidebarItem>
              <SidebarItem to="/settings/appearance" icon={IconPalette}>
                Appearance
              </SidebarItem>
              <SidebarItem to="/settings/sessions" icon={IconDeviceLaptop}>
                Sessions
              </SidebarItem>
              {may('api-key.manage-own') && (
                <SidebarItem to="/settings/api-keys" icon={IconKey}>
                  API keys
                </SidebarItem>
              )}
              {linksOf('you')}
            </SidebarGroup>
            {linksOf('plugins').length > 0 && (
              <SidebarGroup title="Plugins">{linksOf('plugins')}</SidebarGroup>
            )}
            {(seesMembers || may('instance.manage') || linksOf('instance').length > 0) && (
              <SidebarGroup title="This instance">
                {seesMembers && (
                  <SidebarItem to="/settings/members" icon={IconUsers}>
                    People
                  </SidebarItem>
                )}
                {may('instance.manage') && (
                  <SidebarItem to="/settings/instance" icon={IconWorld}>
                    Registration
                  </SidebarItem>
                )}
                {linksOf('instance')}
              </SidebarGroup>
            )}
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
