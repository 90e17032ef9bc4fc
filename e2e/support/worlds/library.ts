import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunningHubServer } from '@braindrive/model-servers/hub-server';
import { ggufFixture } from '@braindrive/plugin-local-model/testing/gguf';
import type { Client } from '../client.ts';

/** The connection whose models live in files here. */
export async function localConnection(client: Client): Promise<string> {
  const connections = await client.trpc.connection.list.query();
  const local = connections.find(({ isBuiltIn }) => isBuiltIn);
  if (local === undefined) throw new Error('This host has no local models.');
  return local.id;
}

/** A model file of any size that takes no room: behind its header there is nothing. */
async function writeModelFile(
  folder: string,
  file: { readonly name: string; readonly title: string; readonly sizeBytes: number },
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, file.name);
  await writeFile(path, ggufFixture({ 'general.name': file.title }));
  const handle = await open(path, 'r+');
  await handle.truncate(file.sizeBytes);
  await handle.close();
  return path;
}

const slow = {
  path: '/HuggingFaceTB/SmolLM2-360M-Instruct-GGUF/resolve/593b5a2e04c8f3e4ee880263f93e0bd2901ad47f/smollm2-360m-instruct-q8_0.gguf',
  id: 'smollm2-360m-instruct-q8-0',
  sizeBytes: 386_404_992,
};

/** A model that is here, one that arrives and one that was paused on its way. */
export async function fillLibrary(
  dataDirectory: string,
  client: Client,
  hub: RunningHubServer,
): Promise<void> {
  const connectionId = await localConnection(client);
  const path = await writeModelFile(join(dataDirectory, 'own-models'), {
    name: 'Gemma-3-1B-it-Q4_K_M.gguf',
    title: 'Gemma 3 1B',
    sizeBytes: 806_058_240,
  });
  await client.trpc.model.pull.mutate({ connectionId, source: path });
  const hasReceived = async (id: string, bytes: number) => {
    for (;;) {
      const { pulls } = await client.trpc.model.library.query({ connectionId });
      if ((pulls.find((pull) => pull.id === id)?.receivedBytes ?? 0) > bytes) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  hub.setFile('/someone/big/resolve/main/Mistral-Small-Q4_K_M.gguf', Buffer.alloc(120_000_000));
  hub.behave({ chunkDelayMs: 1 });
  const paused = await client.trpc.model.pull.mutate({
    connectionId,
    source: 'hf:someone/big/Mistral-Small-Q4_K_M.gguf',
  });
  await hasReceived(paused.id, 20_000_000);
  await client.trpc.model.pausePull.mutate({ connectionId, pullId: paused.id });
  hub.setFile(slow.path, Buffer.alloc(slow.sizeBytes));
  hub.behave({ chunkDelayMs: 0 });
  await client.trpc.model.pull.mutate({ connectionId, source: slow.id });
  await hasReceived(slow.id, slow.sizeBytes * 0.6);
  // It goes on at a crawl for as long as the pictures take.
  hub.behave({ chunkDelayMs: 250 });
}
