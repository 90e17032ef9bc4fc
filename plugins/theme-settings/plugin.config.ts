import { defineConfig } from '@braindrive/plugin-sdk/config';

export default defineConfig({
  slug: 'theme-settings',
  version: '0.1.0',
  name: 'Theme settings',
  description: 'Light, dark, or as the system is.',
  author: { name: 'BrainDrive' },
  license: 'MIT',
  icon: 'palette',
  category: 'appearance',
  tags: ['settings', 'theme'],
  contributes: {
    settingsPages: [
      {
        id: 'appearance',
        title: 'Appearance',
        icon: 'palette',
        component: 'AppearancePage',
        group: 'you',
        order: 200,
      },
    ],
  },
});
