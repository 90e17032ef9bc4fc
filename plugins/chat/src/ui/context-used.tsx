import classes from './composer.module.css';
import type { Message } from './core-types.ts';
import { formatTokens } from './model-options.ts';

/** From this share on the figure is shown as a warning. */
const nearlyFull = 0.85;

/** `0.9k of 32k`: how much of the model's context the last answer needed. Nothing while that is not known. */
export function ContextUsed({
  messages,
  contextTokens,
}: {
  readonly messages: readonly Message[];
  readonly contextTokens: number | null;
}) {
  const usage = messages.findLast((message) => message.usage !== null)?.usage;
  if (usage?.inputTokens == null || contextTokens === null) return null;
  const used = usage.inputTokens + (usage.outputTokens ?? 0);
  return (
    <span
      className={classes.used}
      title="Context used"
      data-is-near={used > contextTokens * nearlyFull || undefined}
    >
      {`${formatTokens(used)} of ${formatTokens(contextTokens)}`}
    </span>
  );
}
