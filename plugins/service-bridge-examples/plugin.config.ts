import { defineConfig, secret } from '@braindrive/plugin-sdk/config';
import { z } from 'zod';

const component = <const Name extends string>(name: Name, title: string, description: string) => ({
  name,
  title,
  description,
  category: 'examples' as const,
  size: { width: 4, height: 6 },
});

export default defineConfig({
  slug: 'service-bridge-examples',
  version: '0.1.0',
  name: 'Service bridge examples',
  description:
    'One small component for each bridge between a plugin and BrainDrive, to read and to copy.',
  author: { name: 'BrainDrive' },
  license: 'MIT',
  icon: 'bridge',
  category: 'blocks',
  tags: ['examples', 'developers'],
  permissions: {
    storage: { quotaMB: 5, reason: 'To show how notes are kept.' },
    http: { hosts: ['example.com'], reason: 'To show how a server is asked.' },
    ai: { tokensPerDay: 20_000, reason: 'To show how a model is asked.' },
    conversations: { access: 'read', reason: 'To show the titles of the newest ones.' },
    secrets: { reason: 'To show that its server half alone can read a secret.' },
    events: { reason: 'To show how its two halves talk.' },
    schedule: { reason: 'To show a job that counts its runs.' },
    notify: { reason: 'To show a notification.' },
  },
  settings: z.object({
    greeting: z.string().max(80).default('Hello').meta({
      title: 'Greeting',
      description: 'What the API example answers with.',
    }),
    token: secret().optional().meta({
      title: 'A secret',
      description: 'Kept encrypted. Only the server half reads it.',
    }),
  }),
  events: { pinged: z.object({ text: z.string(), at: z.date() }) },
  contributes: {
    pages: [
      { id: 'gallery', title: 'Bridge examples', icon: 'bridge', component: 'Gallery', order: 900 },
    ],
    components: [
      component('ApiExample', 'API', "Calls a procedure of the plugin's own server half."),
      component('EventExample', 'Events', 'Sends an event and hears it again.'),
      component('ThemeExample', 'Theme', 'Draws with the colours of the page.'),
      component('SettingsExample', 'Settings', 'Reads and changes a setting.'),
      component('PageContextExample', 'Page context', 'Says where it stands.'),
      component('PluginStateExample', 'Plugin state', 'Remembers a number on every device.'),
      component('StorageExample', 'Storage', 'Keeps notes in a collection.'),
      component('AiExample', 'Models', 'Streams an answer of a model.'),
      component('ChatExample', 'Chat', 'Hands text to the composer.'),
      component('ConversationExample', 'Conversations', 'Lists the newest conversations.'),
      component('HttpExample', 'HTTP', 'Asks a server through the host.'),
      component(
        'SecretExample',
        'Secrets',
        'Knows whether a secret was entered, never what it is.',
      ),
      component('JobExample', 'Jobs', 'Counts the runs of a job.'),
      component(
        'NotifyExample',
        'Notifications',
        'Shows messages on the page and on every device.',
      ),
      component('NavigationExample', 'Navigation', 'Goes to other pages.'),
      component('LogExample', 'Log', "Writes into the plugin's log."),
    ],
  },
});
