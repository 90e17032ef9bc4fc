import { definePluginUi } from '@braindrive/plugin-sdk/web';
import { BoxedPage } from './boxed-page.tsx';

export default definePluginUi({
  pages: { BoxedPage },
  settingsPages: { BoxedSettings: BoxedPage },
});
