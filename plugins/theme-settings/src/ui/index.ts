import { definePluginUi } from '@braindrive/plugin-sdk/web';
import type config from '../../plugin.config.ts';
import { AppearancePage } from './appearance-page.tsx';

export default definePluginUi<typeof config>({ settingsPages: { AppearancePage } });
