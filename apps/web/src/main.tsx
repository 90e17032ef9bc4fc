import 'virtual:design-tokens.css';
import './styles/mantine.ts';
import './styles/index.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { createTRPCQueryUtils } from '@trpc/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { createPluginServices } from './plugins/create-plugin-services.ts';
import { PluginServicesContext } from './plugins/services/services-context.ts';
import { createQueryClient } from './query-client.ts';
import { createAppRouter } from './router.tsx';
import { cssVariablesResolver, theme } from './theme/theme.ts';
import { createApiClient, trpc } from './trpc.ts';

const styleNonce =
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

const queryClient = createQueryClient();
const client = createApiClient();
const utils = createTRPCQueryUtils({ queryClient, client });
const router = createAppRouter(utils, ({ plugins }) =>
  pluginServices.preload(plugins, window.location.pathname),
);
const pluginServices = createPluginServices(client, utils, router);
// Nearly every page is a plugin's: what they need comes while the host is asked which ones there are.
pluginServices.loader.warm();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');
createRoot(root).render(
  <StrictMode>
    <trpc.Provider client={client} queryClient={queryClient}>
      <QueryClientProvider client={queryClient}>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariablesResolver}
          defaultColorScheme="auto"
          getStyleNonce={() => styleNonce}
        >
          <PluginServicesContext value={pluginServices}>
            <RouterProvider router={router} />
          </PluginServicesContext>
        </MantineProvider>
      </QueryClientProvider>
    </trpc.Provider>
  </StrictMode>,
);
