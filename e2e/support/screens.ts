import { accountScreens } from './screens/account-screens.ts';
import { chatScreens } from './screens/chat-screens.ts';
import { listScreens } from './screens/list-screens.ts';
import { modelScreens, settingsScreens } from './screens/place-screens.ts';
import { pluginScreens } from './screens/plugin-screens.ts';
import type { Screen } from './screens/screen.ts';

/** Every screen in every state that people meet. Pictures and the accessibility sweep are made from this table. */
export const screens: readonly Screen[] = [
  ...accountScreens,
  ...chatScreens,
  ...listScreens,
  ...modelScreens,
  ...settingsScreens,
  ...pluginScreens,
];
