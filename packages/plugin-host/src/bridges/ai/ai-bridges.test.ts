import { estimateTokens } from '@braindrive/core';
import { ProviderError } from '@braindrive/plugin-sdk';
import type { BridgeInput } from '@braindrive/plugin-sdk/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BridgeCaller } from '../../bridge-caller.ts';
import { type BridgeFixture, settle, startBridgeFixture } from '../testing/bridge-fixture.ts';

let fixture: BridgeFixture;
let caller: BridgeCaller;
beforeEach(async () => {
  fixture = await startBridgeFixture();
  const ada = await fixture.addPerson();
  fixture.models.give(ada);
  caller = await fixture.install({
    ownerId: ada.userId,
    slug: 'writer',
    permissions: { ai: { tokensPerDay: 1_000 } },
  });
});
afterEach(() => fixture.stop());

const question = 'hello';
const chat = (input: Partial<BridgeInput<'ai.chat'>> = {}, signal?: AbortSignal) =>
  fixture.follow(
    caller,
    'ai.chat',
    { messages: [{ role: 'user', content: question }], ...input },
    signal === undefined ? {} : { signal },
  );
async function collect(stream: ReturnType<typeof chat>) {
  const batches: unknown[][] = [];
  for await (const batch of stream) batches.push(batch as unknown[]);
  return batches;
}
const used = async () => (await fixture.ask(caller, 'ai.budget', null)).usedTokens;
const promptTokens = estimateTokens(question) + 4;
const usage = (inputTokens: number, outputTokens: number) => ({
  inputTokens,
  outputTokens,
  reasoningTokens: null,
});

describe('models', () => {
  it('are those of the person, with the default one marked', async () => {
    expect(await fixture.ask(caller, 'ai.models', null)).toEqual([
      {
        reference: { connectionId: fixture.models.connectionId, modelId: 'one' },
        name: 'One',
        connectionName: 'Mine',
        destination: null,
        contextTokens: 8_192,
        capabilities: { vision: false, tools: false, reasoning: false },
        isDefault: true,
      },
    ]);
  });

  it('are none for a person who has none', async () => {
    const { userId } = await fixture.addPerson();
    caller = await fixture.install({
      ownerId: userId,
      slug: 'writer',
      permissions: { ai: { tokensPerDay: 1_000 } },
    });
    expect(await fixture.ask(caller, 'ai.models', null)).toEqual([]);
    await expect(collect(chat())).rejects.toMatchObject({ code: 'ai/no-model' });
    const model = { connectionId: fixture.models.connectionId, modelId: 'one' };
    await expect(collect(chat({ model }))).rejects.toMatchObject({ code: 'ai/model-not-found' });
  });
});

describe('an answer', () => {
  it('comes in order, all parts of one turn together', async () => {
    const stream = chat({ parameters: { temperature: 0 } });
    const first = stream.next();
    const answer = await fixture.models.model.next();
    answer.text('a', 'b', 'c');
    expect((await first).value).toEqual([
      { type: 'text-delta', delta: 'a' },
      { type: 'text-delta', delta: 'b' },
      { type: 'text-delta', delta: 'c' },
    ]);
    answer.reasoning('d').finish('stop', usage(10, 5));
    expect((await collect(stream)).flat()).toMatchObject([
      { delta: 'd' },
      { finishReason: 'stop' },
    ]);
    expect(answer.request).toMatchObject({
      modelId: 'one',
      parameters: { temperature: 0 },
      isContinuation: false,
    });
  });

  it('stops the model when the plugin leaves it', async () => {
    const stream = chat();
    const first = stream.next();
    const answer = await fixture.models.model.next();
    answer.text('a');
    await first;
    await stream.return();
    expect(answer.signal.aborted).toBe(true);
  });

  it('stops the model when the call is aborted', async () => {
    const abort = new AbortController();
    const reading = collect(chat({}, abort.signal));
    const answer = await fixture.models.model.next();
    answer.text('a');
    await settle();
    abort.abort();
    await reading;
    expect(answer.signal.aborted).toBe(true);
  });

  it('fails as the provider says, after what came before', async () => {
    const stream = chat();
    const first = stream.next();
    const answer = await fixture.models.model.next();
    answer.text('a').fail(new ProviderError('provider/unreachable', 'The server is gone.'));
    expect((await first).value).toHaveLength(1);
    await expect(stream.next()).rejects.toMatchObject({ code: 'provider/unreachable' });
  });

  it('is not asked for when the prompt does not fit the model', async () => {
    fixture.models.contextTokens = 4;
    await expect(collect(chat())).rejects.toMatchObject({ code: 'provider/prompt-too-long' });
    expect(fixture.models.model.answers).toEqual([]);
    expect(await used()).toBe(0);
  });
});

describe('the budget', () => {
  it('counts what the provider counted, where it says so', async () => {
    const reading = collect(chat());
    (await fixture.models.model.next()).text('some words').finish('stop', usage(40, 7));
    await reading;
    expect(await used()).toBe(47);
  });

  it('counts an estimate where the answer was left or the provider is silent', async () => {
    const stream = chat();
    const first = stream.next();
    (await fixture.models.model.next()).text('some words');
    await first;
    await stream.return();
    expect(await used()).toBe(promptTokens + estimateTokens('some words'));
  });

  it('ends an answer that runs over it, and refuses the next one until midnight', async () => {
    const reading = collect(chat());
    const answer = await fixture.models.model.next();
    for (let n = 0; n < 300; n++) answer.text('words of some length here ');
    const parts = (await reading).flat();
    expect(parts.at(-1)).toMatchObject({ type: 'finish', finishReason: 'length' });
    expect(parts.length).toBeLessThan(300);
    await settle();
    expect(answer.signal.aborted).toBe(true);
    const refused = { code: 'ai/budget-used-up', retryAfterMs: 15 * 3_600_000 };
    await expect(collect(chat())).rejects.toMatchObject(refused);
    expect(fixture.models.model.answers).toHaveLength(1);
    fixture.clock.advance(15 * 3_600_000);
    expect(await used()).toBe(0);
    const next = collect(chat());
    (await fixture.models.model.next()).finish();
    await expect(next).resolves.toBeDefined();
  });

  it('is one for all answers at once', async () => {
    const readings = [collect(chat()), collect(chat()), collect(chat())];
    const answers = [
      await fixture.models.model.next(),
      await fixture.models.model.next(),
      await fixture.models.model.next(),
    ];
    for (let n = 0; n < 100; n++) {
      for (const answer of answers) answer.text('words of some length here ');
      await settle();
    }
    for (const answer of answers) answer.cut();
    const parts = (await Promise.all(readings)).flat(2);
    const words = parts.filter((part) => (part as { type: string }).type === 'text-delta');
    const perPart = estimateTokens('words of some length here ');
    // Each of the three may have been about to tell one part when it was used up.
    expect(words.length * perPart).toBeLessThanOrEqual(1_000 + 3 * perPart);
  });

  it('refuses a prompt that is larger than what is left', async () => {
    const messages = [{ role: 'user' as const, content: 'word '.repeat(2_000) }];
    await expect(collect(chat({ messages }))).rejects.toMatchObject({ code: 'ai/budget-used-up' });
    expect(await used()).toBe(0);
  });

  it('survives the end of the host', async () => {
    const reading = collect(chat());
    (await fixture.models.model.next()).finish('stop', usage(400, 7));
    await reading;
    await fixture.bridges.flush();
    fixture.restart();
    expect(await used()).toBe(407);
  });

  it('can be taken away while an answer comes', async () => {
    const stream = chat();
    const first = stream.next();
    const answer = await fixture.models.model.next();
    answer.text('a');
    await first;
    await fixture.revoke(caller, 'ai');
    fixture.clock.advance(1_000);
    answer.text('b');
    await expect(stream.next()).rejects.toMatchObject({
      code: 'permission/not-granted',
      details: { permission: 'ai' },
    });
    await settle();
    expect(answer.signal.aborted).toBe(true);
  });
});
