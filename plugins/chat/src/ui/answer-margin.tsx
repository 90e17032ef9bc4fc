import { useEffect, useRef, useState } from 'react';
import { useChatSession } from './chat-context.ts';
import type { Message } from './core-types.ts';
import classes from './thread.module.css';

/** How often the live figure changes; faster cannot be read. */
const speedEveryMs = 500;
/** Characters of a token, on average, where the provider has not counted yet. */
const charactersPerToken = 4;

/** Tokens per second of a running answer, by its characters; null until there is something to measure. */
function useLiveSpeed(messageId: string | null): number | null {
  const { answers } = useChatSession();
  const [speed, setSpeed] = useState<number | null>(null);
  const start = useRef<{ readonly at: number; readonly length: number } | null>(null);
  useEffect(() => {
    if (messageId === null) return;
    const measure = () => {
      const length = answers.get(messageId)?.writtenLength ?? 0;
      if (length === 0) return;
      const now = performance.now();
      // What a replay brings at once says nothing about the speed, so counting starts behind it.
      start.current ??= { at: now, length };
      const seconds = (now - start.current.at) / 1000;
      const tokens = (length - start.current.length) / charactersPerToken;
      if (seconds >= 0.4 && tokens >= 1) setSpeed(tokens / seconds);
    };
    const timer = setInterval(measure, speedEveryMs);
    return () => clearInterval(timer);
  }, [answers, messageId]);
  return speed;
}

const speedText = (speed: number): string =>
  `${speed < 10 ? speed.toFixed(1) : Math.round(speed)} tokens/s`;

function LiveFigures({ messageId }: { readonly messageId: string | null }) {
  const speed = useLiveSpeed(messageId);
  return speed === null ? null : <span>{speedText(speed)}</span>;
}

/** Speed and length of a finished answer. */
export function AnswerFigures({ message }: { readonly message: Message }) {
  const { tokensPerSecond, usage } = message;
  const tokens = usage?.outputTokens ?? null;
  return (
    <>
      {tokensPerSecond !== null && <span>{speedText(tokensPerSecond)}</span>}
      {tokens !== null && <span>{`${tokens.toLocaleString('en')} tokens`}</span>}
    </>
  );
}

interface AnswerMarginProps {
  readonly name: string;
  readonly messageId: string | null;
  /** Null while nothing is stored. */
  readonly message: Message | null;
  readonly isLive: boolean;
}

/** Who answered, and how fast: beside the text, not in it. */
export function AnswerMargin({ name, messageId, message, isLive }: AnswerMarginProps) {
  return (
    <div className={classes.margin}>
      <b title={name}>{name}</b>
      {isLive && <LiveFigures messageId={messageId} />}
      {!isLive && message !== null && <AnswerFigures message={message} />}
    </div>
  );
}
