import type { Boot } from '@braindrive/contracts';
import { LinkContext, ToastStack } from '@braindrive/plugin-sdk/ui';
import { useMemo } from 'react';
import {
  createBrowserRouter,
  Outlet,
  type RouteObject,
  redirect,
  useLocation,
  useNavigate,
} from 'react-router';
import { loadBoot } from './boot.ts';
import { ChatPage } from './features/chat/index.ts';
import { ConversationSidebar } from './features/conversations/index.ts';
import { AppShell, Place, RouteError, ShellSkeleton } from './features/shell/index.ts';
import { signInPath } from './features/shell/leave.ts';
import { PluginPlace } from './plugins/plugin-place.tsx';
import type { TrpcUtils } from './trpc.ts';

function Root() {
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const links = useMemo(
    () => ({ pathname, navigate: (to: string) => void navigate(to) }),
    [pathname, navigate],
  );
  return (
    <LinkContext value={links}>
      <Outlet />
      <ToastStack />
    </LinkContext>
  );
}

function ChatPlace() {
  return (
    <Place sidebarLabel="Conversations" sidebar={<ConversationSidebar />}>
      <Outlet />
    </Place>
  );
}

const settingsRoutes: RouteObject[] = [
  { index: true, loader: () => redirect('/settings/profile'), element: null },
  {
    path: 'profile',
    lazy: async () => ({
      Component: (await import('./features/settings/profile-page.tsx')).ProfilePage,
    }),
  },
  {
    path: 'appearance',
    lazy: async () => ({
      Component: (await import('./features/settings/appearance-page.tsx')).AppearancePage,
    }),
  },
  {
    path: 'sessions',
    lazy: async () => ({
      Component: (await import('./features/settings/sessions-page.tsx')).SessionsPage,
    }),
  },
  {
    path: 'api-keys',
    lazy: async () => ({
      Component: (await import('./features/settings/api-keys-page.tsx')).ApiKeysPage,
    }),
  },
  {
    path: 'members',
    lazy: async () => ({
      Component: (await import('./features/settings/members-page.tsx')).MembersPage,
    }),
  },
  {
    path: ':slug/:pageId',
    lazy: async () => ({
      Component: (await import('./plugins/plugin-settings-page.tsx')).PluginSettingsPage,
    }),
  },
  {
    path: 'instance',
    lazy: async () => ({
      Component: (await import('./features/settings/instance-page.tsx')).InstancePage,
    }),
  },
];

const pluginRoutes: RouteObject[] = [
  {
    index: true,
    lazy: async () => ({
      Component: (await import('./features/plugins/browse-page.tsx')).BrowsePage,
    }),
  },
  {
    path: 'category/:category',
    lazy: async () => ({
      Component: (await import('./features/plugins/browse-page.tsx')).BrowsePage,
    }),
  },
  {
    path: 'installed',
    lazy: async () => ({
      Component: (await import('./features/plugins/installed-page.tsx')).InstalledPage,
    }),
  },
  {
    path: 'installed/:slug',
    lazy: async () => ({
      Component: (await import('./features/plugins/detail/plugin-page.tsx')).PluginPage,
    }),
  },
  {
    path: 'updates',
    lazy: async () => ({
      Component: (await import('./features/plugins/updates-page.tsx')).UpdatesPage,
    }),
  },
  {
    path: 'sources',
    lazy: async () => ({
      Component: (await import('./features/plugins/sources-page.tsx')).SourcesPage,
    }),
  },
  {
    path: 'rules',
    lazy: async () => ({
      Component: (await import('./features/plugins/rules-page.tsx')).RulesPage,
    }),
  },
  {
    path: ':slug',
    loader: ({ params }) => redirect(`/plugins/installed/${params.slug}`),
    element: null,
  },
];

const signedInRoutes: RouteObject[] = [
  { index: true, loader: () => redirect('/chat'), element: null },
  {
    path: 'chat',
    element: <ChatPlace />,
    children: [
      {
        errorElement: <RouteError />,
        children: [
          { index: true, element: <ChatPage /> },
          { path: ':conversationId', element: <ChatPage /> },
        ],
      },
    ],
  },
  {
    lazy: async () => ({
      Component: (await import('./features/models/models-place.tsx')).ModelsPlace,
    }),
    children: [
      {
        errorElement: <RouteError />,
        children: [
          {
            path: 'models',
            lazy: async () => ({
              Component: (await import('./features/models/models-page.tsx')).ModelsPage,
            }),
          },
          {
            path: 'connections',
            lazy: async () => ({
              Component: (await import('./features/connections/connections-page.tsx'))
                .ConnectionsPage,
            }),
          },
        ],
      },
    ],
  },
  {
    path: 'plugins',
    lazy: async () => ({
      Component: (await import('./features/plugins/plugins-place.tsx')).PluginsPlace,
    }),
    children: [{ errorElement: <RouteError />, children: pluginRoutes }],
  },
  {
    path: 'settings',
    lazy: async () => ({
      Component: (await import('./features/settings/settings-place.tsx')).SettingsPlace,
    }),
    children: [{ errorElement: <RouteError />, children: settingsRoutes }],
  },
  { path: '*', element: <PluginPlace />, errorElement: <RouteError /> },
];

/** Answers who is here: from the cache, or with the one boot call that runs at a time. */
function createBootLoader(
  utils: TrpcUtils,
  onBoot: (boot: Boot) => void,
): () => Promise<Boot> {
  let pending: Promise<Boot> | null = null;
  return () => {
    const known = utils.instance.boot.getData();
    if (known !== undefined) return Promise.resolve(known);
    pending ??= loadBoot(utils)
      .then((loaded) => {
        onBoot(loaded);
        return loaded;
      })
      .finally(() => {
        pending = null;
      });
    return pending;
  };
}

/** The pages by address. What needs an account sends to the sign-in page and comes back from there. */
export function createAppRouter(utils: TrpcUtils, onBoot: (boot: Boot) => void) {
  const boot = createBootLoader(utils, onBoot);

  async function requireUser({ request }: { request: Request }) {
    const { user, instance } = await boot();
    if (instance.needsOwner) throw redirect('/first-run');
    if (user === null) throw redirect(signInPath(new URL(request.url)));
    return null;
  }
  async function requireNobody() {
    const { user, instance } = await boot();
    if (instance.needsOwner) throw redirect('/first-run');
    if (user !== null) throw redirect('/chat');
    return null;
  }
  async function requireFirstRun() {
    const { instance } = await boot();
    if (!instance.needsOwner) throw redirect('/');
    return null;
  }

  return createBrowserRouter([
    {
      element: <Root />,
      hydrateFallbackElement: <ShellSkeleton />,
      errorElement: <RouteError />,
      children: [
        {
          path: 'first-run',
          loader: requireFirstRun,
          lazy: async () => ({
            Component: (await import('./features/accounts/first-run-page.tsx')).FirstRunPage,
          }),
        },
        {
          path: 'sign-in',
          loader: requireNobody,
          lazy: async () => ({
            Component: (await import('./features/accounts/sign-in-page.tsx')).SignInPage,
          }),
        },
        {
          path: 'register',
          loader: requireNobody,
          lazy: async () => ({
            Component: (await import('./features/accounts/register-page.tsx')).RegisterPage,
          }),
        },
        {
          element: <AppShell />,
          loader: requireUser,
          shouldRevalidate: () => false,
          children: signedInRoutes,
        },
      ],
    },
  ]);
}
