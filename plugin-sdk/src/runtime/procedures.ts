import {
  type AnyTRPCProcedure,
  type AnyTRPCRouter,
  callTRPCProcedure,
  isTrackedEnvelope,
  TRPCError,
} from '@trpc/server';
import superjson, { type SuperJSONResult } from 'superjson';
import { z } from 'zod';
import type { JsonSchema } from '../manifest/contributions.ts';
import type { ProcedureParams, ProcedureSummary, SubscriptionItem } from '../protocol/index.ts';
import type { PluginProcedureMeta } from '../server/plugin-trpc.ts';
import { untilAborted } from './async-iteration.ts';
import { toCallError } from './call-error.ts';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** As tRPC's own transports do: the id to resume after is part of the input. */
function inputOf({ input, lastEventId }: ProcedureParams): unknown {
  const value = input === null ? undefined : superjson.deserialize(input as SuperJSONResult);
  if (lastEventId === null) return value;
  if (isObject(value)) return { ...value, lastEventId };
  return value ?? { lastEventId };
}

async function call(
  router: AnyTRPCRouter,
  params: ProcedureParams,
  ctx: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  try {
    return await callTRPCProcedure({
      router,
      path: params.path,
      type: params.type,
      getRawInput: async () => inputOf(params),
      ctx,
      signal,
      batchIndex: 0,
    });
  } catch (error) {
    throw toCallError(error);
  }
}

/** Query or mutation. @returns superjson. */
export async function callProcedure(
  router: AnyTRPCRouter,
  params: ProcedureParams,
  ctx: unknown,
  signal: AbortSignal,
): Promise<SuperJSONResult> {
  const output = await call(router, params, ctx, signal);
  if (isAsyncIterable(output)) {
    throw toCallError(
      new TRPCError({
        code: 'METHOD_NOT_SUPPORTED',
        message: `${params.path} streams. Make it a subscription.`,
      }),
    );
  }
  return superjson.serialize(output);
}

/** A subscription's items with their ids, until it ends or the caller leaves. */
export async function* followSubscription(
  router: AnyTRPCRouter,
  params: ProcedureParams,
  ctx: unknown,
  signal: AbortSignal,
): AsyncGenerator<SubscriptionItem, void> {
  const output = await call(router, params, ctx, signal);
  if (!isAsyncIterable(output)) {
    throw toCallError(
      new TRPCError({
        code: 'METHOD_NOT_SUPPORTED',
        message: `${params.path} has to be an async generator.`,
      }),
    );
  }
  try {
    for await (const item of untilAborted(output, signal)) yield toItem(item);
  } catch (error) {
    throw toCallError(error);
  }
}

function toItem(item: unknown): SubscriptionItem {
  if (!isTrackedEnvelope(item)) return { id: null, data: superjson.serialize(item) };
  const [id, data] = item;
  return { id, data: superjson.serialize(data) };
}

/** What tRPC knows of a procedure. Inputs are a list: each `.input()` adds one. */
interface ProcedureDefinition {
  readonly type: ProcedureSummary['type'];
  readonly inputs?: readonly unknown[];
  readonly output?: unknown;
  readonly meta?: PluginProcedureMeta;
}

export const proceduresOf = (router: AnyTRPCRouter): [string, ProcedureDefinition][] =>
  Object.entries(router._def.procedures as Record<string, AnyTRPCProcedure>).map(
    ([path, procedure]) => [path, procedure._def as unknown as ProcedureDefinition],
  );

function toSchema(schema: unknown, io: 'input' | 'output'): JsonSchema | null {
  if (!isObject(schema) || !('_zod' in schema)) return null;
  return z.toJSONSchema(schema as unknown as z.ZodType, { io, unrepresentable: 'any' });
}

/** JSON Schema of a procedure's input; null for none. */
export function inputSchemaOf({ inputs = [] }: ProcedureDefinition): JsonSchema | null {
  const schemas = inputs
    .map((input) => toSchema(input, 'input'))
    .filter((schema) => schema !== null);
  if (schemas.length === 0) return null;
  return schemas.length === 1 ? (schemas[0] ?? null) : { allOf: schemas };
}

export const summarizeProcedures = (router: AnyTRPCRouter): ProcedureSummary[] =>
  proceduresOf(router).map(([path, definition]) => ({
    path,
    type: definition.type,
    input: inputSchemaOf(definition),
    output: toSchema(definition.output, 'output'),
    tool: definition.meta?.tool ?? null,
    isProbe:
      definition.meta?.probe === true &&
      definition.type === 'query' &&
      (definition.inputs ?? []).length === 0,
  }));
