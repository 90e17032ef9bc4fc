import { type ReactNode, useEffect, useState } from 'react';

const delayMs = 200;

/** Shows nothing at first, then its children: an answer that comes quickly never flashes a skeleton. */
export function LoadingDelay({ children }: { children: ReactNode }) {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), delayMs);
    return () => clearTimeout(timer);
  }, []);
  return isLate ? (
    <output aria-busy="true">
      <span className="visually-hidden">Loading</span>
      {children}
    </output>
  ) : null;
}
