import { definePluginUi } from '@braindrive/plugin-sdk/web';
import type config from '../../plugin.config.ts';
import { Shelf } from './shelf.tsx';

export default definePluginUi<typeof config>({ components: { Shelf }, pages: { Shelf } });
