import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  defaultReply,
  type Fault,
  type FaultInside,
  type ModelServerOptions,
  type RecordedRequest,
  type ReplyStep,
  stepsOf,
} from './behaviour.ts';
import { writeWhenReady } from './serve-fault.ts';
import type { FrameWriter, WireProtocol } from './wire-protocol.ts';

interface ChatExchange {
  readonly request: RecordedRequest;
  readonly response: ServerResponse;
  readonly protocol: WireProtocol;
  readonly options: ModelServerOptions;
  readonly fault: Fault | null;
}

/** Streams one answer, with its pace and the faults that happen inside it. */
export async function serveChat(exchange: ChatExchange): Promise<void> {
  const { request, response, protocol, options, fault } = exchange;
  const frames = protocol.frames(request);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.socket?.setNoDelay(true);
  try {
    await pause(options.firstTokenDelayMs ?? 0, gone.signal);
    response.writeHead(200, { 'content-type': protocol.contentType, 'cache-control': 'no-cache' });
    response.flushHeaders();
    response.write(frames.start());
    const reply = options.reply?.(request) ?? defaultReply;
    const startedAt = performance.now();
    let finish: 'stop' | 'length' = 'stop';
    for await (const step of stepsOf(reply, fault?.kind === 'endless')) {
      if (await strike(exchange, frames)) return;
      if (typeof step === 'object' && 'finish' in step) finish = step.finish;
      else await sendStep(step, { exchange, frames, startedAt, signal: gone.signal });
      if (gone.signal.aborted) return;
    }
    if (await strike(exchange, frames)) return;
    response.end(frames.end(finish));
  } catch (error) {
    if (!gone.signal.aborted) throw error;
  }
}

async function sendStep(
  step: Exclude<ReplyStep, { readonly finish: unknown }>,
  state: { exchange: ChatExchange; frames: FrameWriter; startedAt: number; signal: AbortSignal },
): Promise<void> {
  const { exchange, frames } = state;
  if (typeof step === 'object' && 'waitMs' in step) {
    await pause(step.waitMs, state.signal);
    return;
  }
  const { tokensPerSecond } = exchange.options;
  if (tokensPerSecond !== undefined) {
    // By the clock, not by the gap: a late token must not make the following ones late.
    const dueAt = state.startedAt + (exchange.request.sentTokens * 1000) / tokensPerSecond;
    await pause(dueAt - performance.now(), state.signal);
  }
  exchange.request.sentTokens += 1;
  await writeWhenReady(
    exchange.response,
    typeof step === 'string' ? frames.text(step) : frames.reasoning(step.reasoning),
  );
}

/** Lets the fault happen when its token count is reached. @returns true when the answer is over. */
async function strike(exchange: ChatExchange, frames: FrameWriter): Promise<boolean> {
  const { request, fault } = exchange;
  if (fault === null || !('afterTokens' in fault)) return false;
  return (
    request.sentTokens === fault.afterTokens && (await happen(fault, exchange.response, frames))
  );
}

async function happen(
  fault: FaultInside,
  response: ServerResponse,
  frames: FrameWriter,
): Promise<boolean> {
  switch (fault.kind) {
    case 'stall':
      await once(response, 'close');
      return true;
    case 'cut':
      // What was written must arrive before the connection breaks.
      await new Promise((resolve) => response.write('', resolve));
      await sleep(5);
      response.destroy();
      return true;
    case 'no-end':
      response.end();
      return true;
    case 'malformed':
      response.write(frames.malformed());
      return false;
    case 'error-event':
      response.end(frames.error(fault.message ?? 'the model crashed', fault.code));
      return true;
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds > 0) await sleep(milliseconds, undefined, { signal });
}
