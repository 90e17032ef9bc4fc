import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { initTRPC } from '@trpc/server';
import type { ReactNode } from 'react';
import { afterEach, expect, expectTypeOf, it } from 'vitest';
import { BridgeContext } from './bridge-context.ts';
import { bridgeLink } from './frame/bridge-link.ts';
import type { CallPort, HostBridge } from './host-bridge.ts';
import { core, createPluginApi } from './plugin-api.ts';

const { router, procedure } = initTRPC.create();
const notes = router({
  list: procedure.input((value: unknown) => value as string).query(({ input }) => [`${input}!`]),
});
const api = createPluginApi<typeof notes>();

afterEach(cleanup);

/** Draws inside a plugin whose calls are written down. */
function draw(children: ReactNode) {
  const asked: string[] = [];
  const calls: CallPort = {
    call: async ({ path, input }) => {
      asked.push(`${path} ${JSON.stringify(input)}`);
      return [`${input}!`];
    },
    subscribe: () => () => undefined,
  };
  const queryClient = new QueryClient();
  const client = core.createClient({ links: [bridgeLink(calls)] });
  const bridge = { plugin: { slug: 'notes', version: '1.0.0', digest: '', mode: 'realm' }, calls };
  render(
    <core.Provider client={client} queryClient={queryClient}>
      <QueryClientProvider client={queryClient}>
        <BridgeContext value={bridge as unknown as HostBridge}>{children}</BridgeContext>
      </QueryClientProvider>
    </core.Provider>,
  );
  return { asked, queryClient };
}

function List() {
  const list = api.list.useQuery('milk');
  expectTypeOf(list.data).toEqualTypeOf<string[] | undefined>();
  return <p>{list.data?.[0] ?? 'asking'}</p>;
}

function Prefilled() {
  const utils = api.useUtils();
  utils.list.setData('bread', ['from the cache']);
  const list = api.list.useQuery('bread', { staleTime: Number.POSITIVE_INFINITY });
  return <p>{list.data?.[0]}</p>;
}

function Both() {
  const answers = api.useQueries((own) => [own.list('one'), own.list('two')]);
  return <p>{answers.map(({ data }) => data?.[0] ?? '-').join(' ')}</p>;
}

it('calls the own router under the plugin, and caches it there', async () => {
  const { asked, queryClient } = draw(<List />);
  await screen.findByText('milk!');
  expect(asked).toEqual(['plugins.notes.list "milk"']);
  expect(queryClient.getQueryCache().getAll()[0]?.queryKey[0]).toEqual([
    'plugins',
    'notes',
    'list',
  ]);
});

it('reaches the cache and the client of the own router', async () => {
  const { asked } = draw(<Prefilled />);
  await screen.findByText('from the cache');
  expect(asked).toEqual([]);
});

it('asks for several procedures beside each other', async () => {
  draw(<Both />);
  await screen.findByText('one! two!');
});
