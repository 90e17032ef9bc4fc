import {
  continueMessageInputSchema,
  editMessageInputSchema,
  followRunInputSchema,
  idSchema,
  type RunUpdate,
  regenerateInputSchema,
  sendMessageInputSchema,
  startedRunSchema,
  type UserEvent,
} from '@braindrive/contracts';
import { TRPCError, tracked } from '@trpc/server';

/** @public Named here only so that the declaration of the router can name it. */
export type { TrackedData } from '@trpc/server/unstable-core-do-not-import';

import { z } from 'zod';
import { transportCodeOf } from './error-map.ts';
import { authedProcedure, permittedProcedure, router } from './trpc.ts';

const chatProcedure = permittedProcedure('chat.use');
const never = new AbortController().signal;
const tags = ['Chat'];

/** Errors inside a stream pass the error map by: they come after its middleware. */
async function* trackedUpdates(updates: AsyncIterable<RunUpdate>) {
  try {
    for await (const update of updates) yield tracked(String(update.seq), update);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : 'The stream failed.';
    throw new TRPCError({ code: transportCodeOf(cause), message, cause });
  }
}

export const chatRouter = router({
  send: chatProcedure
    .meta({
      scope: 'chat:write',
      openapi: {
        method: 'POST',
        path: '/chat/send',
        tags,
        summary: 'Send a message; the answer is a run',
      },
    })
    .input(sendMessageInputSchema)
    .output(startedRunSchema)
    .mutation(({ ctx, input }) => ctx.services.chat.send(ctx.actor, input)),
  regenerate: chatProcedure
    .meta({
      scope: 'chat:write',
      openapi: {
        method: 'POST',
        path: '/messages/{messageId}/regenerate',
        tags,
        summary: 'Answer again, as a sibling',
      },
    })
    .input(regenerateInputSchema)
    .output(startedRunSchema)
    .mutation(({ ctx, input }) => ctx.services.chat.regenerate(ctx.actor, input)),
  edit: chatProcedure
    .meta({
      scope: 'chat:write',
      openapi: {
        method: 'POST',
        path: '/messages/{messageId}/edit',
        tags,
        summary: 'Change a question and answer it, as a sibling',
      },
    })
    .input(editMessageInputSchema)
    .output(startedRunSchema)
    .mutation(({ ctx, input }) => ctx.services.chat.edit(ctx.actor, input)),
  continue: chatProcedure
    .meta({
      scope: 'chat:write',
      openapi: {
        method: 'POST',
        path: '/messages/{messageId}/continue',
        tags,
        summary: 'Go on with a cut answer',
      },
    })
    .input(continueMessageInputSchema)
    .output(startedRunSchema)
    .mutation(({ ctx, input }) => ctx.services.chat.continueMessage(ctx.actor, input)),
  stop: chatProcedure
    .meta({
      scope: 'chat:write',
      openapi: {
        method: 'POST',
        path: '/runs/{runId}/stop',
        tags,
        summary: 'Stop an answer; its text stays',
      },
    })
    .input(z.object({ runId: idSchema }))
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.chat.stop(ctx.actor, input.runId)),
  /** No output schema: parts are made by our own engine, and checking each costs more than sending it. */
  follow: chatProcedure
    .meta({ scope: 'chat:read' })
    .input(followRunInputSchema)
    .subscription(({ ctx, input, signal }) => {
      const after = input.lastEventId === undefined ? input.after : Number(input.lastEventId);
      return trackedUpdates(
        ctx.services.chat.follow(ctx.actor, { ...input, after }, signal ?? never),
      );
    }),
});

export const eventRouter = router({
  follow: authedProcedure
    .meta({ scope: 'chat:read' })
    .subscription(
      ({ ctx, signal }): AsyncIterable<UserEvent> =>
        ctx.services.events.follow(ctx.actor, signal ?? never),
    ),
});
