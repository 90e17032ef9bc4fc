import { z } from 'zod';
import { appRouter } from './app-router.ts';

/** A procedure as tools see it: sweeps, documentation. */
export interface ListedProcedure {
  /** Noun and verb, as in `account.register`. */
  readonly path: string;
  /** Schemas of what it takes; none when it takes nothing. */
  readonly inputs: readonly z.ZodType[];
  /** Where REST clients reach it, below `/api/v1`; undefined when they cannot. */
  readonly rest: { readonly method: string; readonly path: string } | undefined;
}

interface ProcedureDefinition {
  readonly _def: {
    readonly inputs?: readonly unknown[];
    readonly meta?: { readonly openapi?: { readonly method: string; readonly path: string } };
  };
}

/** Lists every procedure there is. */
export function listProcedures(): readonly ListedProcedure[] {
  // tRPC types the record by noun; at run time it is flat: `account.register`.
  const flat = appRouter._def.procedures as unknown as Record<string, ProcedureDefinition>;
  return Object.entries(flat).map(([path, { _def }]) => ({
    path,
    inputs: (_def.inputs ?? []).filter((input) => input instanceof z.ZodType),
    rest: _def.meta?.openapi,
  }));
}
