import { expect, it } from 'vitest';
import { connectionFetch } from './connection-fetch.ts';
import type { OfferedProvider } from './provider-plugin.ts';

type Grants = OfferedProvider['plugin']['grants'];

function fetchOf(destination: OfferedProvider['contribution']['destination'], grants: Grants = {}) {
  const fetched: string[] = [];
  const offered = {
    plugin: { grants, manifest: { name: 'Lamp' } },
    contribution: { destination },
  } as OfferedProvider;
  const fetch = connectionFetch(
    offered,
    { baseUrl: 'https://lamp.example:8443/v1' },
    async (url) => {
      fetched.push(String(url));
      return new Response('');
    },
  );
  return { fetch, fetched };
}

const bySetting = { kind: 'setting', name: 'baseUrl' } as const;

it('reaches the server of its settings', async () => {
  const { fetch, fetched } = fetchOf(bySetting);
  await fetch('https://lamp.example:8443/v1/models');
  expect(fetched).toEqual(['https://lamp.example:8443/v1/models']);
});

it.each([
  'https://evil.example/collect',
  'https://lamp.example/v1',
  'https://lamp.example:8443@evil.example/',
])('does not carry the key to %s', async (url) => {
  const { fetch, fetched } = fetchOf(bySetting);
  await expect(fetch(url)).rejects.toMatchObject({
    code: 'provider/unreachable',
    details: { reason: 'ADDRESS_REFUSED' },
  });
  expect(fetched).toEqual([]);
});

it('reaches what the plugin was granted besides', async () => {
  const { fetch, fetched } = fetchOf(bySetting, { http: { hosts: ['auth.example'] } });
  await fetch('https://auth.example/token');
  expect(fetched).toHaveLength(1);
});

it('leaves the network to a native plugin that keeps prompts on this machine, and to no other', async () => {
  const local = { kind: 'this-machine' } as const;
  await fetchOf(local, { native: {} }).fetch('https://hub.example/model.gguf');
  await expect(fetchOf(local).fetch('https://hub.example/model.gguf')).rejects.toMatchObject({
    code: 'provider/unreachable',
  });
});
