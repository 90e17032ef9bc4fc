import type { Client } from './client.ts';
import type { PackedPlugin } from './packed-plugin.ts';

/** What a program gets from REST. */
export interface RestAnswer {
  readonly status: number;
  readonly body: unknown;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A program that speaks REST with a person's key, as a script of theirs would. */
export interface RestClient {
  send(method: Method, path: string, body?: unknown): Promise<RestAnswer>;
  /** Sends an archive and agrees to what it asks for. */
  upload(plugin: PackedPlugin): Promise<RestAnswer>;
}

/** @param client - Session of the person, who makes a key for plugins. */
export async function createRestClient(url: string, client: Client): Promise<RestClient> {
  const { key } = await client.trpc.apiKey.create.mutate({
    name: 'Script',
    scopes: ['plugins:read', 'plugins:write'],
    validDays: 1,
  });
  return restClientOf(url, key);
}

/** The same with a key that is known already. */
export function restClientOf(url: string, key: string): RestClient {
  const authorization = `Bearer ${key}`;
  const request = async (path: string, init: RequestInit): Promise<RestAnswer> => {
    const response = await fetch(`${url}${path}`, init);
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  };
  return {
    send: (method, path, body) =>
      request(path, {
        method,
        headers: { authorization, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    upload: ({ fileName, bytes }) =>
      request(`/api/plugins/install?fileName=${fileName}&acceptsPermissions=true`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/gzip' },
        body: Buffer.from(bytes),
      }),
  };
}
