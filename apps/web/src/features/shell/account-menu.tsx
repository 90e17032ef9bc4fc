import { Avatar, IconLogout, IconMoon, IconSun, IconUser, Menu } from '@braindrive/plugin-sdk/ui';
import { useNavigate } from 'react-router';
import { useBoot } from '../../boot.ts';
import classes from './shell.module.css';
import { useColorScheme } from './use-color-scheme.ts';
import { useSignOut } from './use-sign-out.ts';

/** The person's picture in the rail, with what concerns them. */
export function AccountMenu() {
  const { user } = useBoot();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const scheme = useColorScheme();
  if (user === null) return null;
  return (
    <Menu
      label="Account"
      side="right"
      head={
        <div className={classes.accountHead}>
          <b className="cut">{user.name}</b>
          <span className="cut">{user.email}</span>
        </div>
      }
      groups={[
        [
          {
            label: 'Profile',
            icon: IconUser,
            onSelect: () => void navigate('/settings'),
          },
          {
            label: scheme.isDark ? 'Light colours' : 'Dark colours',
            icon: scheme.isDark ? IconSun : IconMoon,
            onSelect: scheme.toggle,
          },
        ],
        [{ label: 'Sign out', icon: IconLogout, onSelect: signOut }],
      ]}
      trigger={(props) => (
        <button type="button" className={classes.account} aria-label="Account" {...props}>
          <Avatar name={user.name} url={user.avatarUrl} />
        </button>
      )}
    />
  );
}
