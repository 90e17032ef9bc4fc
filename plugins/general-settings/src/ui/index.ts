import { definePluginUi } from '@braindrive/plugin-sdk/web';
import type config from '../../plugin.config.ts';
import { ApiKeysPage } from './api-keys-page.tsx';
import { InstancePage } from './instance-page.tsx';
import { MembersPage } from './members-page.tsx';
import { ProfilePage } from './profile-page.tsx';
import { SessionsPage } from './sessions-page.tsx';

export default definePluginUi<typeof config>({
  settingsPages: { ProfilePage, SessionsPage, ApiKeysPage, MembersPage, InstancePage },
});
