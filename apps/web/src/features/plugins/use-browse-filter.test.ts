import { act, renderHook } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { useTypedQuery } from './use-browse-filter.ts';

const start = () => {
  const write = vi.fn();
  return renderHook(({ inAddress }) => useTypedQuery(inAddress, write), {
    initialProps: { inAddress: '' },
  });
};

it('keeps what is typed while the address lags behind', () => {
  const { result, rerender } = start();
  act(() => result.current[1]('o'));
  act(() => result.current[1]('ol'));
  rerender({ inAddress: 'o' });
  expect(result.current[0]).toBe('ol');
  rerender({ inAddress: 'ol' });
  expect(result.current[0]).toBe('ol');
});

it('follows an address that somebody else chose', () => {
  const { result, rerender } = start();
  act(() => result.current[1]('feeds'));
  rerender({ inAddress: 'feeds' });
  rerender({ inAddress: '' });
  expect(result.current[0]).toBe('');
});
