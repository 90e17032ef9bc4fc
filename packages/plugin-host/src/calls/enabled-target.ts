import { DomainError } from '@braindrive/core';
import superjson from 'superjson';
import { PluginCallError } from './call-error.ts';
import type { CallTarget, CallTargets } from './call-ports.ts';

/** @throws {DomainError} `NOT_FOUND` for what this person does not have, `PLUGIN_DISABLED` for what is off. */
export async function findEnabled(
  targets: CallTargets,
  userId: string,
  slug: string,
): Promise<CallTarget> {
  const target = await targets.find(userId, slug);
  if (target === null) throw new DomainError('NOT_FOUND', `You have no plugin called ${slug}.`);
  if (!target.isEnabled) {
    throw new DomainError(
      'PLUGIN_DISABLED',
      `${target.manifest.name} is turned off. Turn it on in the plugin manager.`,
    );
  }
  return target;
}

/** @throws {PluginCallError} when what came is not superjson. */
export function decode(value: unknown, name: string): unknown {
  try {
    return superjson.deserialize(value as Parameters<typeof superjson.deserialize>[0]);
  } catch (cause) {
    const failure = { code: 'INTERNAL', details: {}, issues: null };
    throw new PluginCallError(`${name} gave an answer that cannot be read.`, failure, { cause });
  }
}
