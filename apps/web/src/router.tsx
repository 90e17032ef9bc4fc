import type { Boot } from '@braindrive/contracts';
import { LinkContext, ToastStack } from '@braindrive/plugin-sdk/ui';
import { useMemo } from 'react';
import {
  createBrowserRouter,
  Navigate,
  Outlet,
  type RouteObject,
  redirect,
  useLocation,
  useNavigate,
} from 'react-router';
import { loadBoot, useBoot, useUser } from './boot.ts';
import { AppShell, NotFoundPage, RouteError, ShellSkeleton } from './features/shell/index.ts';
import { signInPath } from './features/shell/leave.ts';
import { PluginPlace } from './plugins/plugin-place.tsx';
import { pluginPlaces, pluginSettingsPlaces } from './plugins/plugin-places.ts';
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

/** The first screen of a plugin, or where plugins come from when there is none. */
function HomePage() {
  const [first] = pluginPlaces(useBoot().plugins);
  return <Navigate to={first?.base ?? '/plugins'} replace />;
}

function FirstSettingsPage() {
  const { permissions } = useUser();
  const [first] = pluginSettingsPlaces(useBoot().plugins, permissions);
  return first === undefined ? <NotFoundPage /> : <Navigate to={first.path} replace />;
}

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
  { index: true, element: <HomePage /> },
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
      Component: (await import('./features/shell/settings-place.tsx')).SettingsPlace,
    }),
    children: [
      {
        errorElement: <RouteError />,
        children: [
          { index: true, element: <FirstSettingsPage /> },
          {
            path: '*',
            lazy: async () => ({
              Component: (await import('./plugins/plugin-settings-page.tsx')).PluginSettingsPage,
            }),
          },
        ],
      },
    ],
  },
  { path: '*', element: <PluginPlace />, errorElement: <RouteError /> },
];

/** Answers who is here: from the cache, or with the one boot call that runs at a time. */
function createBootLoader(utils: TrpcUtils, onBoot: (boot: Boot) => void): () => Promise<Boot> {
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
    if (user !== null) throw redirect('/');
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
