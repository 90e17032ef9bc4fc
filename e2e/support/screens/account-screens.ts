import { atHome, openPath, type Screen } from './screen.ts';

/** Before anybody is signed in. */
export const accountScreens: readonly Screen[] = [
  {
    name: 'first-run',
    world: 'first-run',
    who: 'nobody',
    show: async (stage) => {
      const { page } = stage;
      await openPath(stage, '/', 'Your AI. Your rules.');
      await page.getByText('of 98 MB').waitFor();
      await page.getByRole('textbox', { name: 'Name' }).fill('Sam');
      await page.getByRole('textbox', { name: 'Email' }).fill('sam@home.example');
      await page.getByRole('textbox', { name: 'Password' }).fill('plum river stone 42');
    },
  },
  {
    name: 'first-run-offline',
    world: 'offline-first-run',
    who: 'nobody',
    show: (stage) => openPath(stage, '/', 'The starter model could not be fetched'),
  },
  atHome('sign-in', (stage) => openPath(stage, '/sign-in', 'Password'), { who: 'nobody' }),
  atHome(
    'sign-in-refused',
    async (stage) => {
      const { page } = stage;
      await openPath(stage, '/sign-in', 'Password');
      // An email of nobody: repeated tries at a real account would lock it.
      await page.getByRole('textbox', { name: 'Email' }).fill(`nobody-${Date.now()}@home.example`);
      await page.getByRole('textbox', { name: 'Password' }).fill('not the password');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
    { who: 'nobody', expectedProblem: /status of 401/ },
  ),
  atHome(
    'register',
    async (stage) => {
      const token = encodeURIComponent(stage.world.invitations.valid);
      await openPath(stage, `/register?invitation=${token}`, 'You are invited as guest');
    },
    { who: 'nobody' },
  ),
  atHome(
    'register-expired',
    async (stage) => {
      const token = encodeURIComponent(stage.world.invitations.expired);
      await openPath(stage, `/register?invitation=${token}`, 'This invitation cannot be used');
    },
    { who: 'nobody', expectedProblem: /status of 4\d\d/ },
  ),
  atHome('register-closed', (stage) => openPath(stage, '/register', 'People join here by'), {
    who: 'nobody',
  }),
];
