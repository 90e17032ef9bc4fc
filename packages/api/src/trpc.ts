import type { ApiKeyScope, DomainErrorCode, ErrorReport, Permission } from '@braindrive/contracts';
import { type Actor, DomainError, requirePermission } from '@braindrive/core';
import { PluginCallError } from '@braindrive/plugin-host';
import { initTRPC, TRPCError } from '@trpc/server';
import type { OpenApiMeta } from 'trpc-to-openapi';
import { ZodError, z } from 'zod';
import type { Context } from './context.ts';
import { reportOf, transportCodeOf } from './error-map.ts';
import { wireTransformer } from './wire-transformer.ts';

/** `scope`: what an API key needs for this procedure; without it, API keys are refused. */
export interface Meta extends OpenApiMeta {
  readonly scope?: ApiKeyScope;
}

/** What a person may read of an error that nobody foresaw. */
const unexpectedMessage =
  'Something failed inside BrainDrive. The log has the details under this request id.';

const fallbackReport = (code: string, message: string, requestId: string | null): ErrorReport => {
  const known: Record<string, DomainErrorCode> = {
    BAD_REQUEST: 'VALIDATION_FAILED',
    NOT_FOUND: 'NOT_FOUND',
    UNAUTHORIZED: 'NOT_AUTHENTICATED',
    FORBIDDEN: 'NOT_PERMITTED',
    PAYLOAD_TOO_LARGE: 'MESSAGE_TOO_LONG',
  };
  return { code: known[code] ?? 'INTERNAL', message, retryAfterMs: null, requestId };
};

const trpc = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    transformer: wireTransformer,
    errorFormatter({ shape, error, ctx }) {
      const requestId = ctx?.requestId ?? null;
      const report =
        reportOf(error.cause, requestId ?? '') ??
        fallbackReport(error.code, shape.message, requestId);
      const issues = error.cause instanceof ZodError ? z.flattenError(error.cause) : null;
      const message =
        report.code === 'INTERNAL'
          ? unexpectedMessage
          : issues
            ? issueText(error.cause)
            : report.message;
      return {
        ...shape,
        message,
        data: {
          code: shape.data.code,
          httpStatus: shape.data.httpStatus,
          ...(shape.data.path === undefined ? {} : { path: shape.data.path }),
          domainCode: report.code,
          retryAfterMs: report.retryAfterMs,
          requestId,
          /** For each field of the input: what is wrong with it. */
          fieldErrors: (issues?.fieldErrors ??
            (error.cause instanceof DomainError ? error.cause.fieldErrors : null)) as Record<
            string,
            string[]
          > | null,
          /** What a plugin said when it refused, or null. */
          plugin: error.cause instanceof PluginCallError ? error.cause.failure : null,
        },
      };
    },
  });

const issueText = (error: unknown): string =>
  error instanceof ZodError
    ? error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`).join('; ')
    : '';

/** Turns what services throw into transport errors, once, and logs what nobody foresaw. */
const withErrorMap = trpc.middleware(async ({ ctx, path, next }) => {
  const result = await next();
  if (result.ok) return result;
  const { cause } = result.error;
  if (reportOf(cause, ctx.requestId) !== null) {
    throw new TRPCError({ code: transportCodeOf(cause), message: (cause as Error).message, cause });
  }
  if (result.error.code === 'INTERNAL_SERVER_ERROR') {
    ctx.log.error(
      { cause: cause ?? result.error, path, requestId: ctx.requestId },
      'procedure.failed',
    );
  }
  return result;
});

/** @throws {DomainError} `NOT_AUTHENTICATED` */
export const requireActor = (actor: Actor | null): Actor => {
  if (actor === null) throw new DomainError('NOT_AUTHENTICATED', 'Sign in first.');
  return actor;
};

/** @throws {DomainError} `NOT_PERMITTED` when an API key lacks what is needed. */
export function requireScope(actor: Actor, scope: ApiKeyScope | undefined): void {
  if (actor.scopes === null) return;
  const isAllowed = scope !== undefined && (actor.scopes.has(scope) || actor.scopes.has('admin'));
  if (!isAllowed) {
    throw new DomainError(
      'NOT_PERMITTED',
      scope === undefined
        ? 'API keys cannot do this. Sign in instead.'
        : `This API key lacks the scope ${scope}.`,
    );
  }
}

export const { router, createCallerFactory } = trpc;

/** Anybody, signed in or not. */
export const publicProcedure = trpc.procedure.use(withErrorMap);

/** A signed-in caller: browser session, access token, or an API key with the procedure's scope. */
export const authedProcedure = publicProcedure.use(({ ctx, meta, next }) => {
  const actor = requireActor(ctx.actor);
  requireScope(actor, meta?.scope);
  return next({ ctx: { actor } });
});

/** A signed-in caller who has the permission. */
export const permittedProcedure = (permission: Permission) =>
  authedProcedure.use(({ ctx, next }) => {
    requirePermission(ctx.actor, permission);
    return next();
  });
