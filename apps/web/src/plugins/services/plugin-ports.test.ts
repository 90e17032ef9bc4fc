import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatBroker } from './chat-broker.ts';
import { EventHub } from './event-hub.ts';
import { addressOf, createNavigationPort } from './navigation-port.ts';
import { StateStore } from './state-store.ts';

describe('EventHub', () => {
  const reach = {
    notes: { hears: [], shares: ['saved'] },
    tasks: { hears: ['notes.saved', 'notes.secret'], shares: [] },
  };
  const hub = () => new EventHub((slug) => reach[slug as keyof typeof reach]);

  it('tells a plugin its own events, in order, until it stops', () => {
    const events = hub();
    const heard: unknown[] = [];
    const stop = events.on('notes', 'saved', ({ payload }) => heard.push(payload));
    events.emit('notes', 'saved', 1);
    events.emit('notes', 'saved', 2);
    stop();
    events.emit('notes', 'saved', 3);
    expect(heard).toEqual([1, 2]);
  });

  it('tells another plugin only what one may hear and the other shares', () => {
    const events = hub();
    const heard: string[] = [];
    for (const name of ['notes.saved', 'notes.secret']) {
      events.on('tasks', name, (event) => heard.push(`${event.from}.${event.name}`));
    }
    events.on('stranger', 'notes.saved', () => heard.push('stranger'));
    events.emit('notes', 'saved', null);
    events.emit('notes', 'secret', null);
    expect(heard).toEqual(['notes.saved']);
  });
});

describe('ChatBroker', () => {
  it('keeps text for the chat that is opened by it', () => {
    const open = vi.fn();
    const broker = new ChatBroker(open);
    broker.insert('first');
    expect(open).toHaveBeenCalledOnce();
    const insert = vi.fn();
    const stop = broker.provide({ insert, send: vi.fn() });
    expect(insert.mock.calls).toEqual([['first']]);
    broker.insert('second');
    expect(insert).toHaveBeenLastCalledWith('second');
    stop();
    broker.insert('third');
    expect(insert).toHaveBeenCalledTimes(2);
  });
});

it('hands text to the next chat that is shown, without opening one', () => {
  const open = vi.fn();
  const broker = new ChatBroker(open);
  broker.sendWhenShown('Tell me a joke');
  expect(open).not.toHaveBeenCalled();
  const send = vi.fn();
  broker.provide({ insert: vi.fn(), send });
  broker.provide({ insert: vi.fn(), send });
  expect(send.mock.calls).toEqual([['Tell me a joke']]);
});

describe('addressOf', () => {
  const here = { base: '/notes', path: '/a1' };
  it.each([
    ['b2', '/notes/b2'],
    ['', '/notes'],
    ['?q=x', '/notes/a1?q=x'],
    ['/models', '/models'],
    ['//evil.example', null],
    ['/\\evil.example', null],
    ['https://evil.example', null],
    ['javascript:alert(1)', null],
  ])('reads %s as %s', (to, address) => {
    expect(addressOf(to, here)).toBe(address);
  });
});

it('gives a plugin the address below its page, the same object until it changes', () => {
  const location = { pathname: '/notes/a1', search: '?q=x', hash: '', state: null };
  const router = { state: { location }, subscribe: () => () => undefined, navigate: vi.fn() };
  const port = createNavigationPort(router, '/notes');
  expect(port.get()).toEqual({
    base: '/notes',
    path: '/a1',
    search: '?q=x',
    hash: '',
    state: null,
  });
  expect(port.get()).toBe(port.get());
});

describe('StateStore', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function setUp(stored: Record<string, unknown> = {}) {
    const saved: unknown[] = [];
    const refused: unknown[] = [];
    const data = {
      loadState: async (_slug: string, key: string) => stored[key] ?? null,
      saveState: async (slug: string, key: string, value: unknown) => {
        saved.push([slug, key, value]);
      },
    };
    const store = new StateStore('notes', data, (error) => refused.push(error));
    return { store, saved, refused };
  }

  it('reads a key when somebody looks at it', async () => {
    const { store } = setUp({ view: 'list' });
    const view = store.of('view');
    expect(view.get()).toBeNull();
    view.subscribe(() => undefined);
    await vi.advanceTimersByTimeAsync(0);
    expect(view.get()).toEqual({ value: 'list' });
  });

  it('saves once, 300 ms after the last change', async () => {
    const { store, saved } = setUp();
    store.set('view', 'list');
    await vi.advanceTimersByTimeAsync(299);
    store.set('view', 'grid');
    await vi.advanceTimersByTimeAsync(299);
    expect(saved).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(saved).toEqual([['notes', 'view', 'grid']]);
  });

  it('lets what was set before the answer win', async () => {
    const { store } = setUp({ view: 'list' });
    store.of('view').subscribe(() => undefined);
    store.set('view', 'grid');
    await vi.advanceTimersByTimeAsync(0);
    expect(store.of('view').get()).toEqual({ value: 'grid' });
  });

  it('refuses more than the host keeps and says so', async () => {
    const { store, saved, refused } = setUp();
    store.set('view', 'x'.repeat(256 * 1024));
    await store.flush();
    expect(saved).toEqual([]);
    expect(refused).toEqual([expect.objectContaining({ name: 'StateTooLargeError' })]);
  });

  it('saves at once when the page is left', async () => {
    const { store, saved } = setUp();
    store.set('view', 'grid');
    await store.flush();
    expect(saved).toHaveLength(1);
  });
});
