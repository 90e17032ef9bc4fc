import { Icon, IconBulb, IconChevronRight } from '@braindrive/plugin-sdk/ui';
import { useState } from 'react';
import { MarkdownView } from './markdown/markdown-view.tsx';
import classes from './thread.module.css';

/** How long it took, as `6 s` or `2 min 5 s`. */
function thinkingTime(durationMs: number): string {
  const seconds = Math.max(1, Math.round(durationMs / 1000));
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

interface ThinkingBlockProps {
  readonly text: string;
  readonly durationMs: number | null;
  /** The model still thinks. */
  readonly isLive: boolean;
}

/** What the model thought before it answered: open while it thinks, then folded unless somebody opened it. */
export function ThinkingBlock({ text, durationMs, isLive }: ThinkingBlockProps) {
  const [choice, setChoice] = useState<boolean | null>(null);
  const isOpen = choice ?? isLive;
  const finished = durationMs === null ? 'Thought' : `Thought for ${thinkingTime(durationMs)}`;
  return (
    <div className={classes.thinking}>
      <button
        type="button"
        className={classes.think}
        aria-expanded={isOpen}
        data-is-live={isLive || undefined}
        onClick={() => setChoice(!isOpen)}
      >
        <Icon of={IconBulb} size={16} />
        {isLive ? 'Thinking' : finished}
        <Icon of={IconChevronRight} size={14} />
      </button>
      {isOpen && (
        <div className={classes.thought}>
          <MarkdownView text={text} isDone={!isLive} />
        </div>
      )}
    </div>
  );
}
