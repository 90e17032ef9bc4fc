import { showError } from '@braindrive/plugin-sdk/ui';
import { useLocation, useNavigate } from '@braindrive/plugin-sdk/web';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ThreadHandle } from './thread.tsx';

/** How long the message that was jumped to stays marked. */
const markedMs = 2_000;

/** Brings a message into view and marks it for a moment. */
export function useJump(
  loadUntil: (messageId: string) => Promise<boolean>,
  indexOf: (messageId: string) => number,
) {
  const thread = useRef<ThreadHandle>(null);
  const [markedId, setMarkedId] = useState<string | null>(null);
  const [target, setTarget] = useState<string | null>(null);
  useEffect(() => {
    if (target === null) return;
    const index = indexOf(target);
    if (index < 0) return;
    thread.current?.scrollToRow(index);
    setMarkedId(target);
    setTarget(null);
  }, [target, indexOf]);
  useEffect(() => {
    if (markedId === null) return;
    const timer = setTimeout(() => setMarkedId(null), markedMs);
    return () => clearTimeout(timer);
  }, [markedId]);
  const jump = useCallback(
    (messageId: string) => {
      loadUntil(messageId).then((isThere) => {
        if (isThere) setTarget(messageId);
      }, showError);
    },
    [loadUntil],
  );
  return { thread, markedId, jump };
}

/** Jumps to the message that the address names (`?message=`), as a search hit does. */
export function useWantedMessage(isOpened: boolean, jump: (messageId: string) => void): void {
  const { path, search } = useLocation();
  const navigate = useNavigate();
  const wantedId = new URLSearchParams(search).get('message');
  useEffect(() => {
    if (wantedId === null || !isOpened) return;
    jump(wantedId);
    navigate(path.slice(1), { replace: true });
  }, [wantedId, isOpened, jump, navigate, path]);
}
