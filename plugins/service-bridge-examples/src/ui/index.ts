import { definePluginUi } from '@braindrive/plugin-sdk/web';
import type config from '../../plugin.config.ts';
import {
  ApiExample,
  PluginStateExample,
  SecretExample,
  SettingsExample,
  StorageExample,
} from './data-examples.tsx';
import { Gallery } from './gallery.tsx';
import {
  ChatExample,
  EventExample,
  LogExample,
  NavigationExample,
  NotifyExample,
  PageContextExample,
  ThemeExample,
} from './page-examples.tsx';
import { AiExample, ConversationExample, HttpExample, JobExample } from './service-examples.tsx';

export default definePluginUi<typeof config>({
  components: {
    ApiExample,
    EventExample,
    ThemeExample,
    SettingsExample,
    PageContextExample,
    PluginStateExample,
    StorageExample,
    AiExample,
    ChatExample,
    ConversationExample,
    HttpExample,
    SecretExample,
    JobExample,
    NotifyExample,
    NavigationExample,
    LogExample,
  },
  pages: { Gallery },
});
