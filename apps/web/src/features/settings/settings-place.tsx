import {
  IconDeviceLaptop,
  IconKey,
  IconLogout,
  IconPalette,
  IconUser,
  IconUsers,
  IconWorld,
  SidebarAction,
  SidebarGroup,
  SidebarHead,
  SidebarItem,
  SidebarList,
} from '@braindrive/plugin-sdk/ui';
import { Outlet } from 'react-router';
import { useUser } from '../../boot.ts';
import { Place, useSignOut } from '../shell/index.ts';

/** Settings, with their sections in the sidebar; each person sees those that concern them. */
export function SettingsPlace() {
  const { permissions } = useUser();
  const signOut = useSignOut();
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
            </SidebarGroup>
            {(seesMembers || may('instance.manage')) && (
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
