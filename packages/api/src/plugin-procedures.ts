import type { Actor } from '@braindrive/core';
import type { PluginCallService, PluginProcedures } from '@braindrive/plugin-host';
import type { ProcedureSummary } from '@braindrive/plugin-sdk/protocol';
import { type AnyProcedure, TRPCError, tracked } from '@trpc/server';
import { transportCodeOf } from './error-map.ts';
import { permittedProcedure } from './trpc.ts';

const useProcedure = permittedProcedure('plugin.use');
const readProcedure = useProcedure.meta({ scope: 'plugins:read' });
const writeProcedure = useProcedure.meta({ scope: 'plugins:write' });
const never = new AbortController().signal;

/** Procedures in the shape of a router: objects of objects, by the parts of their path. */
export interface ProcedureTree {
  [name: string]: AnyProcedure | ProcedureTree;
}

/**
 * Procedures that hand a call on to a plugin. They hold nothing of the caller, so one tree serves everybody who has this
 * version. Inputs pass as they are: the plugin's own schemas check them.
 */
export function pluginProcedures(
  calls: PluginCallService,
  { slug, procedures }: PluginProcedures,
): ProcedureTree {
  return treeOf(procedures, (procedure) => proxyOf(calls, slug, procedure));
}

/** Puts procedures at their places. */
export function treeOf(
  procedures: readonly ProcedureSummary[],
  make: (procedure: ProcedureSummary) => AnyProcedure,
): ProcedureTree {
  const tree: ProcedureTree = {};
  for (const procedure of procedures) {
    const parts = procedure.path.split('.');
    const name = parts.pop() ?? '';
    let branch = tree;
    for (const part of parts) {
      branch[part] ??= {};
      branch = branch[part] as ProcedureTree;
    }
    branch[name] = make(procedure);
  }
  return tree;
}

const passed = (value: unknown): unknown => value;

function proxyOf(
  calls: PluginCallService,
  slug: string,
  { path, type }: ProcedureSummary,
): AnyProcedure {
  switch (type) {
    case 'query':
      return readProcedure
        .input(passed)
        .query(({ ctx, input, signal }) =>
          calls.call(ctx.actor, slug, { path, type }, input, signal ?? never),
        );
    case 'mutation':
      return writeProcedure
        .input(passed)
        .mutation(({ ctx, input, signal }) =>
          calls.call(ctx.actor, slug, { path, type }, input, signal ?? never),
        );
    case 'subscription':
      return readProcedure
        .input(passed)
        .subscription(({ ctx, input, signal }) =>
          follow(calls, ctx.actor, { slug, path, input, signal: signal ?? never }),
        );
  }
}

interface Subscription {
  readonly slug: string;
  readonly path: string;
  readonly input: unknown;
  readonly signal: AbortSignal;
}

/** Items with ids are tracked, so that a page that reconnects goes on after the last one it saw. */
async function* follow(calls: PluginCallService, actor: Actor, subscription: Subscription) {
  const { slug, path, signal } = subscription;
  const { input, lastEventId } = withoutEventId(subscription.input);
  try {
    for await (const { id, data } of calls.subscribe(actor, slug, path, input, {
      lastEventId,
      signal,
    })) {
      yield id === null ? data : tracked(id, data);
    }
  } catch (cause) {
    // Errors inside a stream pass the error map by: they come after its middleware.
    const message = cause instanceof Error ? cause.message : 'The stream failed.';
    throw new TRPCError({ code: transportCodeOf(cause), message, cause });
  }
}

/** The transport puts the id of the last seen item into the input, or makes an input of it where there was none. */
function withoutEventId(input: unknown): { input: unknown; lastEventId: string | null } {
  if (typeof input !== 'object' || input === null || !('lastEventId' in input))
    return { input, lastEventId: null };
  const { lastEventId, ...rest } = input;
  return {
    input: Object.keys(rest).length === 0 ? undefined : rest,
    lastEventId: typeof lastEventId === 'string' ? lastEventId : null,
  };
}
