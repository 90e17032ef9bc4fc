import type { PluginCallService, PluginProcedures } from '@braindrive/plugin-host';
import type { ProcedureSummary } from '@braindrive/plugin-sdk/protocol';
import type { AnyProcedure } from '@trpc/server';
import { z } from 'zod';
import { type ProcedureTree, treeOf } from './plugin-procedures.ts';
import { permittedProcedure } from './trpc.ts';

const useProcedure = permittedProcedure('plugin.use');
const never = new AbortController().signal;

/**
 * The same procedures for REST clients, below `/plugins/<slug>/`: queries with simple inputs by GET, all else by POST.
 * What REST sends is JSON, so JSON Schema can check it and say it in the OpenAPI document. Subscriptions have no place
 * in REST.
 */
export function pluginRestProcedures(
  calls: PluginCallService,
  { slug, procedures }: PluginProcedures,
): ProcedureTree {
  const reachable = procedures.filter(({ type }) => type !== 'subscription');
  return treeOf(reachable, (procedure) => restOf(calls, slug, procedure));
}

function restOf(calls: PluginCallService, slug: string, procedure: ProcedureSummary): AnyProcedure {
  const { path, type } = procedure;
  const input = inputOf(procedure);
  const isGet = type === 'query' && isFlat(input);
  const base = useProcedure
    .meta({
      scope: type === 'query' ? 'plugins:read' : 'plugins:write',
      openapi: {
        method: isGet ? 'GET' : 'POST',
        path: `/plugins/${slug}/${path.replaceAll('.', '/')}`,
        tags: [slug],
        summary: procedure.tool?.title ?? path,
        operationId: `plugins-${slug}-${path.replaceAll('.', '-')}`,
      },
    })
    .input(input)
    .output(outputOf(procedure));
  const call = (actor: Parameters<typeof calls.call>[0], value: unknown, signal?: AbortSignal) =>
    calls.call(
      actor,
      slug,
      { path, type: type === 'query' ? 'query' : 'mutation' },
      procedure.input === null && isEmpty(value) ? undefined : value,
      signal ?? never,
    );
  return type === 'query'
    ? base.query(({ ctx, input: value, signal }) => call(ctx.actor, value, signal))
    : base.mutation(({ ctx, input: value, signal }) => call(ctx.actor, value, signal));
}

/** Where JSON Schema says too little, any object passes and the plugin's own schema decides. */
function inputOf({ input }: ProcedureSummary): z.ZodObject {
  if (input === null) return z.looseObject({});
  try {
    const schema = z.fromJSONSchema(input as Parameters<typeof z.fromJSONSchema>[0]);
    return schema instanceof z.ZodObject ? schema : z.looseObject({});
  } catch {
    return z.looseObject({});
  }
}

/** Said in the document only: the plugin checked its answer already. */
function outputOf({ output }: ProcedureSummary): z.ZodType {
  if (output === null || JSON.stringify(output).includes('"$ref"')) return z.unknown();
  return z.unknown().meta({ override: output });
}

/** True when every property fits into the query of an address. */
function isFlat({ shape }: z.ZodObject): boolean {
  return Object.values(shape).every((property) => {
    const inner = property instanceof z.ZodOptional ? property.unwrap() : property;
    return (
      inner instanceof z.ZodString ||
      inner instanceof z.ZodNumber ||
      inner instanceof z.ZodBoolean ||
      inner instanceof z.ZodEnum
    );
  });
}

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;
