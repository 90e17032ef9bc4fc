import { encodeBytesFrame, encodeJsonFrame, RpcPeer } from '@braindrive/plugin-sdk/protocol';

export interface FuzzOptions {
  readonly frames: number;
  readonly seed: number;
}

export interface FuzzResult {
  readonly frames: number;
  readonly bytes: number;
  /** Peers that closed the border, as they should on what they cannot read. */
  readonly closed: number;
  /** Whatever should not have happened. */
  readonly violations: readonly string[];
}

/** Numbers from a seed (mulberry32), so that a failure can be repeated. */
function createRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
type Random = (below: number) => number;

const pick = <Item>(random: Random, items: readonly Item[]): Item =>
  items[random(items.length)] as Item;

const oddValues: readonly unknown[] = [
  null,
  -1,
  0,
  1.5,
  2 ** 32,
  '',
  'x'.repeat(300),
  '__proto__',
  [],
  {},
  [[[[]]]],
  true,
  '\u0000\ud800',
];
const kinds = ['request', 'result', 'error', 'items', 'end', 'credit', 'cancel', 'ping', 'pong'];

/** A message that mostly fits, with a field now and then that does not. */
function messageOf(random: Random): Record<string, unknown> {
  const message: Record<string, unknown> = {
    t: pick(random, kinds),
    id: random(12),
    method: 'bridge.call',
    params: { a: [1, 'two'] },
    values: Array.from({ length: random(4) }, () => random(100)),
    count: 1 + random(4),
    error: { code: 'x/y', message: 'no' },
    value: 'answer',
  };
  if (random(3) === 0) message.stream = 1 + random(8);
  if (random(3) === 0) message.parent = random(12);
  if (random(4) === 0) message[pick(random, Object.keys(message))] = pick(random, oddValues);
  return message;
}

function frameOf(random: Random): Uint8Array {
  const isBytes = random(8) === 0;
  const frame = isBytes
    ? encodeBytesFrame(random(12), new Uint8Array(random(64)))
    : encodeJsonFrame(Array.from({ length: random(4) }, () => messageOf(random)));
  const damage = random(40);
  if (damage === 0) return frame.subarray(0, random(frame.length));
  if (damage === 1) frame[random(frame.length)] = random(256);
  if (damage === 2) return Uint8Array.from({ length: random(40) }, () => random(256));
  return frame;
}

/** One peer with calls and streams under way, until what it hears makes it close. */
class FuzzedPeer {
  readonly peer: RpcPeer;
  readonly #violations: string[];
  #open = 0;
  #hasTold = false;

  constructor(violations: string[], random: Random) {
    this.#violations = violations;
    this.peer = new RpcPeer({
      send: () => {},
      onProtocolError: () => {
        if (this.#hasTold) violations.push('told twice that the border broke');
        this.#hasTold = true;
      },
      handle: (call) => (call.isStream ? countTo(random(20)) : Promise.resolve(random(100))),
      maxIncoming: 16,
      maxStrays: 1_000,
    });
    for (let index = 0; index < 4; index++) {
      this.#track(this.peer.request('m', null));
      this.#track(readAll(this.peer.stream('s', null)));
    }
  }

  receive(bytes: Uint8Array): void {
    try {
      this.peer.receive(bytes);
    } catch (error) {
      this.#violations.push(`receive threw ${String(error)}`);
    }
    if (this.peer.openIncoming > 16) this.#violations.push('more questions open than allowed');
    if (this.peer.isClosed !== this.#hasTold) this.#violations.push('closed without telling');
  }

  /** Everything that was asked has to settle when the border closes. */
  async end(): Promise<void> {
    if (!this.peer.isClosed) this.peer.close();
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#open > 0) this.#violations.push(`${this.#open} calls never settled`);
  }

  #track(call: Promise<unknown>): void {
    this.#open++;
    const settled = () => {
      this.#open--;
    };
    call.then(settled, settled);
  }
}

async function* countTo(count: number): AsyncGenerator<number> {
  for (let index = 0; index < count; index++) yield index;
}

async function readAll(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _item of items);
}

/** Feeds peers with frames that are half right, in pieces that are cut anywhere. */
export async function fuzzBorder({ frames, seed }: FuzzOptions): Promise<FuzzResult> {
  const random = createRandom(seed);
  const violations: string[] = [];
  let fuzzed = new FuzzedPeer(violations, random);
  let bytes = 0;
  let closed = 0;
  for (let index = 0; index < frames; index++) {
    const frame = frameOf(random);
    bytes += frame.length;
    const cut = random(frame.length + 1);
    fuzzed.receive(frame.subarray(0, cut));
    fuzzed.receive(frame.subarray(cut));
    // Handlers and readers get their turn, and peers do not live for ever.
    if (index % 16 === 0) await Promise.resolve();
    if (fuzzed.peer.isClosed || random(500) === 0) {
      if (fuzzed.peer.isClosed) closed++;
      await fuzzed.end();
      fuzzed = new FuzzedPeer(violations, random);
    }
    if (violations.length > 0) break;
  }
  await fuzzed.end();
  return { frames, bytes, closed, violations };
}
