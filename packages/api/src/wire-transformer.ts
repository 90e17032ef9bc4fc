import type { RunUpdate } from '@braindrive/contracts';
import superjson from 'superjson';

const isDelta = (part: RunUpdate['parts'][number]): boolean =>
  part.type === 'text-delta' || part.type === 'reasoning-delta';

/** What a tracked event of `chat.follow` looks like on its way out when it carries nothing but words. */
function isWords(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('data' in value)) return false;
  const update = value.data as Partial<RunUpdate> | null;
  return (
    typeof update === 'object' &&
    update !== null &&
    typeof update.seq === 'number' &&
    Array.isArray(update.parts) &&
    update.parts.every(isDelta)
  );
}

/**
 * superjson, told what it need not look at: words of an answer are strings and numbers, for which it would walk every
 * value only to find that plain JSON will do. Most messages of a busy host are such.
 */
export const wireTransformer = {
  serialize: (value: unknown): ReturnType<typeof superjson.serialize> =>
    isWords(value)
      ? { json: value as ReturnType<typeof superjson.serialize>['json'] }
      : superjson.serialize(value),
  deserialize: superjson.deserialize,
};
