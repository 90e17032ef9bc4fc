import { expect, it, vi } from 'vitest';
import { ToastQueue } from './toast-queue.ts';

const toast = (message: string) =>
  ({ message, tone: 'plain', durationMs: 5_000, action: null }) as const;

it('shows at most two and lets the oldest go', () => {
  const queue = new ToastQueue();
  for (const message of ['one', 'two', 'three']) queue.show(toast(message));
  expect(queue.toasts.map(({ message }) => message)).toEqual(['two', 'three']);
});

it('tells its listeners until they leave', () => {
  const queue = new ToastQueue();
  const listener = vi.fn();
  const leave = queue.subscribe(listener);
  const id = queue.show(toast('one'));
  leave();
  queue.dismiss(id);
  expect(listener).toHaveBeenCalledTimes(1);
  expect(queue.toasts).toEqual([]);
});
