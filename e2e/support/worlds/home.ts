import { startOllamaServer } from '@braindrive/model-servers';
import { runHubServer } from '@braindrive/model-servers/hub-server';
import { type Client, createClient, owner } from '../client.ts';
import { startHostProcess } from '../host-process.ts';
import { changeDatabase } from './database.ts';
import { closedAddress } from './first-run.ts';
import { fillHistory } from './history.ts';
import { fillLibrary } from './library.ts';
import { startScriptedServer } from './model-server.ts';
import { fillPeople } from './people.ts';
import { type ConnectionName, closeAll, type Home } from './world.ts';

/** A house with a history. Takes a few seconds; tests of one file share it. */
export async function openHome(): Promise<Home> {
  const models = await startScriptedServer();
  const ollama = await startOllamaServer({
    models: [
      {
        id: 'llama3.2:3b',
        contextTokens: 131_072,
        sizeBytes: 2_019_393_189,
        capabilities: ['completion', 'tools'],
      },
      {
        id: 'qwen2.5vl:7b',
        contextTokens: 128_000,
        sizeBytes: 5_969_245_856,
        capabilities: ['completion', 'vision'],
      },
    ],
    // Every answer from here is still being waited for.
    firstTokenDelayMs: 600_000,
  });
  const hub = await runHubServer();
  const host = await startHostProcess({ env: { BRAINDRIVE_MODEL_HUB: hub.url } });
  const client = createClient(host.url);
  await client.trpc.account.register.mutate(owner);
  const connections = await addConnections(host.dataDirectory, client, {
    scripted: models.url,
    ollama: ollama.url,
  });
  await client.trpc.model.setDefault.mutate({
    connectionId: connections.scripted,
    modelId: 'qwen3-4b',
  });
  const invitations = await fillPeople(host, client);
  const conversations = await fillHistory(host.dataDirectory, client, connections);
  await fillLibrary(host.dataDirectory, client, hub);
  const close = () => closeAll([client.close, host.remove, models.close, ollama.close, hub.close]);
  return { host, owner: client, models, hub, connections, conversations, invitations, close };
}

async function addConnections(
  dataDirectory: string,
  client: Client,
  servers: { readonly scripted: string; readonly ollama: string },
): Promise<Record<ConnectionName, string>> {
  const add = async (name: string, providerId: string, settings: Record<string, unknown>) =>
    (await client.trpc.connection.create.mutate({ providerId, name, settings })).id;
  const scripted = await add('llama.cpp server', 'openai-compatible', {
    baseUrl: `${servers.scripted}/v1`,
  });
  const ollama = await add('Ollama', 'ollama', { baseUrl: servers.ollama });
  const dead = await add('Attic server', 'openai-compatible', { baseUrl: `${closedAddress}/v1` });
  const off = await add('OpenAI', 'openai-compatible', {
    baseUrl: `${servers.scripted}/v1`,
    apiKey: 'sk-not-a-real-key-0000000000',
  });
  await client.trpc.connection.update.mutate({ connectionId: off, isEnabled: false });
  // Only now, when nobody asks it any more: tests talk to nobody outside.
  changeDatabase(dataDirectory, [
    [
      "update connection set settings = json_set(settings, '$.baseUrl', 'https://api.openai.com/v1') where id = ?",
      off,
    ],
  ]);
  for (const connectionId of [scripted, ollama, dead])
    await client.trpc.model.refresh.mutate({ connectionId });
  return { scripted, ollama, dead, off };
}
