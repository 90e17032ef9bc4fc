import { type BridgeName, RpcPeer } from '@braindrive/plugin-sdk/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BridgeCaller } from '../bridge-caller.ts';
import { createBridgeCalls } from '../process/bridge-calls.ts';
import {
  type BridgeFixture,
  readAll,
  settle,
  startBridgeFixture,
} from './testing/bridge-fixture.ts';

let fixture: BridgeFixture;
let caller: BridgeCaller;
beforeEach(async () => {
  fixture = await startBridgeFixture();
  const ada = await fixture.addPerson();
  fixture.models.give(ada);
  caller = await fixture.install({
    ownerId: ada.userId,
    slug: 'notes',
    permissions: { storage: { quotaMB: 5 }, ai: { tokensPerDay: 10_000 } },
  });
});
afterEach(() => fixture.stop());

type Handle = ConstructorParameters<typeof RpcPeer>[0]['handle'];

/** Host and plugin on the two ends of the real border; what the plugin does is `handle`. */
function connect(handle: (plugin: RpcPeer, call: Parameters<Handle>[0]) => ReturnType<Handle>) {
  const fail = (error: Error) => {
    throw error;
  };
  const later = (work: () => void) => void setImmediate(work);
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const host: RpcPeer = new RpcPeer({
    send: (bytes) => later(() => plugin.receive(bytes)),
    handle: createBridgeCalls({ bridges: fixture.bridges, log, peer: () => host }),
    onProtocolError: fail,
  });
  const plugin: RpcPeer = new RpcPeer({
    send: (bytes) => later(() => host.receive(bytes)),
    handle: (call) => handle(plugin, call),
    onProtocolError: fail,
  });
  return host;
}

const bridge = (name: BridgeName): string => name;

describe('over the border', () => {
  it('a blob is sent in pieces and comes back the same', async () => {
    const content = Buffer.alloc(1_000_000, 'abc');
    async function* pieces() {
      for (let start = 0; start < content.length; start += 65_536) {
        yield content.subarray(start, start + 65_536);
      }
    }
    const host = connect((plugin, call) => {
      if (call.method === 'body.read') return pieces();
      const parent = call.id;
      return (async () => {
        const params = { name: 'b', body: { stream: 1 } };
        const stored = await plugin.request(bridge('storage.putBlob'), params, { parent });
        const stream = plugin.stream(bridge('storage.getBlob'), { name: 'b' }, { parent });
        const { bytes } = await readAll(stream);
        return { stored, isSame: bytes.equals(content) };
      })();
    });
    expect(await host.request('procedure.call', null, { context: caller })).toMatchObject({
      stored: { name: 'b', sizeBytes: content.length },
      isSame: true,
    });
  });

  it('a refusal keeps its code, its details and where the params do not fit', async () => {
    const host = connect((plugin, call) =>
      (async () => {
        const ask = (method: string, params: unknown) =>
          plugin.request(method, params, { parent: call.id }).catch((error: unknown) => {
            const { code, details, issues } = error as Record<string, unknown>;
            return { code, details, issues };
          });
        return [
          await ask(bridge('notify.show'), { title: 'x' }),
          await ask(bridge('storage.get'), { key: 1 }),
        ];
      })(),
    );
    expect(await host.request('procedure.call', null, { context: caller })).toMatchObject([
      { code: 'permission/not-granted', details: { permission: 'notify' } },
      { code: 'bridge/invalid-params', issues: [{ path: ['key'] }] },
    ]);
  });

  it('the end of a call stops the model that it asked', async () => {
    const host = connect((plugin, call) =>
      (async () => {
        const params = { messages: [{ role: 'user', content: 'hello' }] };
        for await (const _ of plugin.stream(bridge('ai.chat'), params, { parent: call.id }));
      })(),
    );
    const abort = new AbortController();
    const call = host.request('procedure.call', null, { context: caller, signal: abort.signal });
    const answer = await fixture.models.model.next();
    answer.text('word');
    await settle();
    expect(answer.signal.aborted).toBe(false);
    abort.abort();
    await expect(call).rejects.toThrow();
    await settle();
    expect(answer.signal.aborted).toBe(true);
  });
});
