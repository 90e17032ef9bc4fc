import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { observable } from '@trpc/server/observable';
import { afterEach, expect, it, vi } from 'vitest';
import { trpc } from '../../trpc.ts';
import { useUninstallPlugin } from './use-plugins.ts';

afterEach(cleanup);

function Row({ onDone }: { onDone: () => void }) {
  const uninstall = useUninstallPlugin();
  return (
    <button type="button" onClick={() => uninstall.run({ slug: 'notes', name: 'Notes' }, onDone)}>
      Uninstall
    </button>
  );
}

it('goes on after an uninstall whose row is gone before the answer is here', async () => {
  let answer = () => {};
  const client = trpc.createClient({
    links: [
      () => () =>
        observable((observer) => {
          answer = () => {
            observer.next({ result: { type: 'data', data: undefined } });
            observer.complete();
          };
        }),
    ],
  });
  const queryClient = new QueryClient();
  const onDone = vi.fn();
  const page = (row: boolean) => (
    <trpc.Provider client={client} queryClient={queryClient}>
      <QueryClientProvider client={queryClient}>
        {row && <Row onDone={onDone} />}
      </QueryClientProvider>
    </trpc.Provider>
  );
  const { rerender } = render(page(true));
  fireEvent.click(screen.getByRole('button', { name: 'Uninstall' }));
  await vi.waitFor(() => expect(queryClient.isMutating()).toBe(1));
  rerender(page(false));
  answer();
  await vi.waitFor(() => expect(onDone).toHaveBeenCalledOnce());
});
