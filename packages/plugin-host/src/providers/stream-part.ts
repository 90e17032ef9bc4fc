import { finishReasonSchema, type ModelStreamPart, tokenUsageSchema } from '@braindrive/plugin-sdk';

type Fields = Readonly<Record<string, unknown>>;

/** By hand, because every word of every answer comes by here. */
const checks: Readonly<Record<string, (part: Fields) => boolean>> = {
  'text-delta': ({ delta }) => typeof delta === 'string',
  'reasoning-delta': ({ delta }) => typeof delta === 'string',
  status: ({ status, progress }) =>
    (status === 'queued' || status === 'loading-model') &&
    (progress === null || (typeof progress === 'number' && Number.isFinite(progress))),
  finish: ({ finishReason, usage }) =>
    finishReasonSchema.safeParse(finishReason).success && tokenUsageSchema.safeParse(usage).success,
};

/** True for what a model may stream. */
export function isStreamPart(value: unknown): value is ModelStreamPart {
  if (typeof value !== 'object' || value === null) return false;
  const part = value as Fields;
  const { type } = part;
  return typeof type === 'string' && Object.hasOwn(checks, type) && checks[type]?.(part) === true;
}
