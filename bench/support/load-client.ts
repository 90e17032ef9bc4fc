/**
 * The people of a load measurement, in a process of their own so that reading does not slow the host: each has a
 * WebSocket, asks one question as the page does (a mutation, then a subscription) and times every token.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { createId } from '@braindrive/database';
import { questionFor, readTokens } from './model-script.ts';
import { benchModelId } from './model-server.ts';
import { PersonSocket } from './person-socket.ts';
import { nowUs, spreadOf } from './statistics.ts';

export interface LoadPlan {
  /** `direct` reads the model server itself: the floor. */
  readonly path: 'direct' | 'host';
  readonly hostUrl: string;
  readonly modelUrl: string;
  readonly connectionId: string;
  readonly people: readonly {
    readonly cookie: string;
    /** Null begins a new conversation. */
    readonly conversationId: string | null;
  }[];
  readonly tokens: number;
  readonly perSecond: number;
  readonly delayMs: number;
  /** Questions are asked over this time; 0: all at once. */
  readonly spreadMs: number;
  /** Everybody waits for the answer to the one before. */
  readonly isOneByOne?: boolean;
}

export interface LoadResult {
  readonly refused: number;
  readonly firstRefusal: string | null;
  readonly lost: number;
  readonly doubled: number;
  readonly tokens: number;
  /** Sent by the model server to read by the client, milliseconds. */
  readonly latency: ReturnType<typeof spreadOf>;
  /** Asked to first token, the model's delay included, milliseconds. */
  readonly first: ReturnType<typeof spreadOf>;
  readonly wallMs: number;
}

/** A load client that runs plans one after the other. */
export interface LoadClient {
  run(plan: LoadPlan): Promise<LoadResult>;
  stop(): void;
}

export function startLoadClient(): LoadClient {
  const child = fork(import.meta.filename, ['--load'], {
    execArgv: ['--conditions=@braindrive/source'],
  });
  return {
    run: async (plan) => {
      child.send(plan);
      const [result] = await once(child, 'message');
      if (typeof result === 'string') throw new Error(result);
      return result as LoadResult;
    },
    stop: () => void child.kill(),
  };
}

/** What one person saw. */
class Reading {
  readonly latenciesUs: number[] = [];
  lost = 0;
  doubled = 0;
  askedUs = 0;
  firstUs = 0;
  refusal: string | null = null;
  #next = 0;

  read(delta: string): void {
    const now = nowUs();
    for (const { number, sentUs } of readTokens(delta)) {
      if (number < this.#next) this.doubled += 1;
      else this.lost += number - this.#next;
      this.#next = Math.max(this.#next, number + 1);
      this.latenciesUs.push(now - sentUs);
      if (this.firstUs === 0) this.firstUs = now - this.askedUs;
    }
  }

  finish(expected: number): void {
    this.lost += expected - this.#next;
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

async function post(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<IncomingMessage> {
  const text = JSON.stringify(body);
  const outgoing = request(url, {
    method: 'POST',
    agent,
    headers: {
      ...headers,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    },
  });
  outgoing.end(text);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return response;
}

async function readText(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
  return text;
}

async function readDirect(plan: LoadPlan, reading: Reading): Promise<void> {
  reading.askedUs = nowUs();
  const response = await post(
    `${plan.modelUrl}/v1/chat/completions`,
    { model: benchModelId, stream: true, messages: [{ role: 'user', content: questionOf(plan) }] },
    {},
  );
  let rest = '';
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('data: {')) continue;
      const content = JSON.parse(line.slice(6)).choices?.[0]?.delta?.content;
      if (typeof content === 'string') reading.read(content);
    }
  });
  await once(response, 'end');
}

async function askHost(
  plan: LoadPlan,
  person: LoadPlan['people'][number],
  socket: PersonSocket,
  reading: Reading,
): Promise<void> {
  reading.askedUs = nowUs();
  const response = await post(
    `${plan.hostUrl}/trpc/chat.send`,
    {
      json: {
        clientId: createId(),
        conversationId: person.conversationId,
        text: questionOf(plan),
        model: { connectionId: plan.connectionId, modelId: benchModelId },
      },
    },
    { cookie: person.cookie, origin: plan.hostUrl },
  );
  const text = await readText(response);
  if (response.statusCode !== 200) {
    reading.refusal = text.slice(0, 500);
    return;
  }
  const { runId } = JSON.parse(text).result.data.json;
  await socket.follow(runId, ({ parts }) => {
    for (const { type, delta } of parts) if (type === 'text-delta') reading.read(delta ?? '');
  });
}

const questionOf = (plan: LoadPlan): string => questionFor({ ...plan, text: 'numbered' });

async function ask(
  plan: LoadPlan,
  index: number,
  socket: PersonSocket | undefined,
): Promise<Reading> {
  const reading = new Reading();
  const person = plan.people[index];
  await new Promise((done) => setTimeout(done, (plan.spreadMs * index) / plan.people.length));
  try {
    if (socket === undefined || person === undefined) await readDirect(plan, reading);
    else await askHost(plan, person, socket, reading);
  } catch (error) {
    reading.refusal = String(error);
  }
  if (reading.refusal === null) reading.finish(plan.tokens);
  return reading;
}

const askTogether = (plan: LoadPlan, sockets: readonly PersonSocket[]): Promise<Reading[]> =>
  Promise.all(plan.people.map((_, index) => ask(plan, index, sockets[index])));

async function askInTurn(plan: LoadPlan, sockets: readonly PersonSocket[]): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (const index of plan.people.keys()) readings.push(await ask(plan, index, sockets[index]));
  return readings;
}

async function runPlan(plan: LoadPlan): Promise<LoadResult> {
  const sockets =
    plan.path === 'direct'
      ? []
      : plan.people.map(({ cookie }) => new PersonSocket(plan.hostUrl, cookie));
  await Promise.all(sockets.map((socket) => socket.open()));
  // Connecting is not part of the measurement; a page is open before somebody asks.
  await new Promise((done) => setTimeout(done, 500));
  const before = performance.now();
  const readings = await (plan.isOneByOne === true ? askInTurn : askTogether)(plan, sockets);
  const wallMs = performance.now() - before;
  for (const socket of sockets) socket.close();
  return summarise(readings, wallMs);
}

function summarise(readings: readonly Reading[], wallMs: number): LoadResult {
  const latenciesMs = readings.flatMap(({ latenciesUs }) => latenciesUs).map((us) => us / 1_000);
  const refused = readings.filter(({ refusal }) => refusal !== null);
  const sum = (pick: (reading: Reading) => number) =>
    readings.reduce((total, reading) => total + pick(reading), 0);
  return {
    refused: refused.length,
    firstRefusal: refused[0]?.refusal ?? null,
    lost: sum(({ lost }) => lost),
    doubled: sum(({ doubled }) => doubled),
    tokens: latenciesMs.length,
    latency: spreadOf(latenciesMs),
    first: spreadOf(
      readings.filter(({ firstUs }) => firstUs > 0).map(({ firstUs }) => firstUs / 1_000),
    ),
    wallMs,
  };
}

if (process.argv.includes('--load')) {
  process.on('message', (plan) => {
    runPlan(plan as LoadPlan).then(
      (result) => process.send?.(result),
      (error: unknown) => process.send?.(String(error)),
    );
  });
}
