import { createId } from '@braindrive/database';
import { type RunningModelServer, startOpenAiServer } from '@braindrive/model-servers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, createClient, owner } from './support/client.ts';
import { followRun } from './support/follow.ts';
import { type HostProcess, startHostProcess } from './support/host-process.ts';

const words = Array.from({ length: 400 }, (_, index) => `word${index}`);
const answer = words.join(' ');

describe('an answer that the host owns', () => {
  let models: RunningModelServer;
  let host: HostProcess;
  let client: Client;
  let connectionId = '';

  beforeAll(async () => {
    models = await startOpenAiServer({
      models: [{ id: 'scripted', contextTokens: 32_000 }],
      reply: () => answer,
      tokensPerSecond: 100,
    });
    host = await startHostProcess();
    client = createClient(host.url);
    await client.trpc.account.register.mutate(owner);
    const connection = await client.trpc.connection.create.mutate({
      providerId: 'openai-compatible',
      name: 'Scripted',
      settings: { baseUrl: `${models.url}/v1` },
    });
    connectionId = connection.id;
  });
  afterAll(async () => {
    await client.close();
    await host.remove();
    await models.close();
  });

  const send = (text: string, conversationId: string | null = null) =>
    client.trpc.chat.send.mutate({
      clientId: createId(),
      conversationId,
      text,
      model: { connectionId, modelId: 'scripted' },
    });

  it('reaches every follower whole, also one that leaves and comes back', async () => {
    const { runId } = await send('Count');
    const whole = followRun(client, runId);
    const first = followRun(client, runId);
    await first.textOf(100);
    first.stop();
    const head = first.text();
    const second = createClient(host.url);
    await second.trpc.account.signIn.mutate({ email: owner.email, password: owner.password });
    const rest = followRun(second, runId, first.seq());
    expect(await whole.end).toMatchObject({ reason: 'complete', finishReason: 'stop' });
    await rest.end;
    expect(whole.text()).toBe(answer);
    expect(head + rest.text()).toBe(answer);
    await second.close();
  });

  it('stops at the model itself and keeps the text so far', async () => {
    const { runId, conversation } = await send('Stop me');
    const followed = followRun(client, runId);
    await followed.textOf(50);
    await client.trpc.chat.stop.mutate({ runId });
    expect(await followed.end).toMatchObject({ reason: 'stopped' });
    const asked = models.requests.filter(({ path }) => path.endsWith('/chat/completions'));
    expect(await asked[1]?.outcome).toBe('client-closed');
    const { window } = await client.trpc.conversation.open.query({
      conversationId: conversation.id,
    });
    const stored = window.messages.at(-1);
    expect(stored).toMatchObject({ state: 'stopped', runId: null });
    expect(stored?.parts).toEqual([{ type: 'text', text: followed.text() }]);
    expect(answer.startsWith(followed.text())).toBe(true);
  });

  it('survives a host that is killed in mid-answer: the text is there, marked, and can be continued', async () => {
    const { runId, conversation } = await send('Outlive a crash');
    const followed = followRun(client, runId);
    await followed.textOf(1_000);
    const { dataDirectory } = host;
    await host.kill();
    await client.close();

    host = await startHostProcess({ dataDirectory });
    client = createClient(host.url);
    await client.trpc.account.signIn.mutate({ email: owner.email, password: owner.password });
    const opened = await client.trpc.conversation.open.query({ conversationId: conversation.id });
    expect(opened.conversation.isAnswering).toBe(false);
    const stored = opened.window.messages.at(-1);
    expect(stored).toMatchObject({ state: 'interrupted', runId: null });
    const part = stored?.parts[0];
    const text = part?.type === 'text' ? part.text : '';
    expect(answer.startsWith(text)).toBe(true);
    // Text is written at a bounded interval, so at most the last moments are missing.
    expect(text.length).toBeGreaterThan(300);

    const replay = followRun(client, runId);
    expect(await replay.end).toMatchObject({ reason: 'interrupted' });
    expect(replay.text()).toBe(text);
    const continued = await client.trpc.chat.continue.mutate({ messageId: stored?.id ?? '' });
    expect(continued.replyMessage.id).toBe(stored?.id);
    await client.trpc.chat.stop.mutate({ runId: continued.runId });
  });

  it('sends once when the network makes the page ask twice', async () => {
    const request = {
      clientId: createId(),
      conversationId: null,
      text: 'Only once',
      model: { connectionId, modelId: 'scripted' },
    };
    const [first, second] = await Promise.all([
      client.trpc.chat.send.mutate(request),
      client.trpc.chat.send.mutate(request),
    ]);
    expect(second.runId).toBe(first.runId);
    await client.trpc.chat.stop.mutate({ runId: first.runId });
  });
});
