import { definePluginUi } from '@braindrive/plugin-sdk/web';
import { GreeterPage } from './greeter-page.tsx';
import { GreeterSettings } from './greeter-settings.tsx';

export default definePluginUi({
  pages: { GreeterPage },
  settingsPages: { GreeterSettings },
});
