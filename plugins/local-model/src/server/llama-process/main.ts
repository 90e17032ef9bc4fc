// The program of the model process. It is the only place that loads native code: when that crashes or is
// killed for want of memory, the host lives on.

import { describeFailure } from './failure.ts';
import { encodeFrame, FrameDecoder } from './frames.ts';
import { LoadedModel } from './loaded-model.ts';
import { type ProcessReply, type ProcessRequest, processRequestSchema } from './messages.ts';

const aborts = new Map<number, AbortController>();
let model: Promise<LoadedModel> | null = null;

const write = process.stdout.write.bind(process.stdout);
const send = (reply: ProcessReply): void => {
  write(encodeFrame(reply));
};

// A library that prints must not land between two frames.
process.stdout.write = process.stderr.write.bind(process.stderr) as typeof process.stdout.write;

function load(request: Extract<ProcessRequest, { type: 'load' }>): void {
  model = LoadedModel.load(request, (progress) => send({ type: 'load-progress', progress }));
  model.then(
    (loaded) =>
      send({ type: 'loaded', contextTokens: loaded.contextTokens, loadMs: loaded.loadMs }),
    (cause: unknown) => send({ type: 'load-failed', failure: describeFailure(cause) }),
  );
}

async function chat(request: Extract<ProcessRequest, { type: 'chat' }>): Promise<void> {
  const controller = new AbortController();
  aborts.set(request.id, controller);
  try {
    const loaded = await requireModel();
    const outcome = await loaded.chat(request, controller.signal, (parts) =>
      send({ type: 'parts', id: request.id, parts }),
    );
    send({ type: 'done', id: request.id, ...outcome });
  } catch (cause) {
    send({ type: 'failed', id: request.id, failure: describeFailure(cause) });
  } finally {
    aborts.delete(request.id);
  }
}

async function count(request: Extract<ProcessRequest, { type: 'count' }>): Promise<void> {
  try {
    const loaded = await requireModel();
    send({ type: 'counts', id: request.id, counts: loaded.countTokens(request.texts) });
  } catch (cause) {
    send({ type: 'failed', id: request.id, failure: describeFailure(cause) });
  }
}

function requireModel(): Promise<LoadedModel> {
  return model ?? Promise.reject(new Error('No model is loaded.'));
}

function handle(request: ProcessRequest): void {
  switch (request.type) {
    case 'load':
      load(request);
      break;
    case 'chat':
      void chat(request);
      break;
    case 'count':
      void count(request);
      break;
    case 'abort':
      aborts.get(request.id)?.abort();
      break;
  }
}

const decoder = new FrameDecoder();
process.stdin.on('data', (chunk: Buffer) => {
  for (const value of decoder.push(chunk)) {
    handle(processRequestSchema.parse(value));
  }
});
// The pipe closes when the host ends, however it ends: no model process is left behind.
process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
process.stdout.on('error', () => process.exit(0));
