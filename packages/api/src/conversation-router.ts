import {
  conversationSchema,
  conversationSummarySchema,
  idSchema,
  listConversationsInputSchema,
  listMessagesInputSchema,
  messageWindowSchema,
  openedConversationSchema,
  pageOf,
  searchHitSchema,
  searchInputSchema,
  selectBranchInputSchema,
  updateConversationInputSchema,
} from '@braindrive/contracts';
import { z } from 'zod';
import { permittedProcedure, router } from './trpc.ts';

const chatProcedure = permittedProcedure('chat.use');
const conversationInputSchema = z.object({ conversationId: idSchema });
const tags = ['Conversations'];

export const conversationRouter = router({
  list: chatProcedure
    .meta({
      scope: 'chat:read',
      openapi: {
        method: 'GET',
        path: '/conversations',
        tags,
        summary: 'Conversations, pinned first, then newest first',
      },
    })
    .input(listConversationsInputSchema)
    .output(pageOf(conversationSummarySchema))
    .query(({ ctx, input }) => ctx.services.conversations.list(ctx.actor, input)),
  open: chatProcedure
    .meta({
      scope: 'chat:read',
      openapi: {
        method: 'GET',
        path: '/conversations/{conversationId}',
        tags,
        summary: 'A conversation with its newest messages',
      },
    })
    .input(conversationInputSchema)
    .output(openedConversationSchema)
    .query(({ ctx, input }) => ctx.services.conversations.open(ctx.actor, input.conversationId)),
  update: chatProcedure
    .meta({
      scope: 'chat:write',
      openapi: {
        method: 'PATCH',
        path: '/conversations/{conversationId}',
        tags,
        summary: 'Rename, pin, archive, change settings',
      },
    })
    .input(updateConversationInputSchema)
    .output(conversationSchema)
    .mutation(({ ctx, input }) => ctx.services.conversations.update(ctx.actor, input)),
  remove: chatProcedure
    .meta({
      scope: 'chat:write',
      openapi: {
        method: 'DELETE',
        path: '/conversations/{conversationId}',
        tags,
        summary: 'Delete; can be undone for a day',
      },
    })
    .input(conversationInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) =>
      ctx.services.conversations.remove(ctx.actor, input.conversationId),
    ),
  restore: chatProcedure
    .meta({
      scope: 'chat:write',
      openapi: {
        method: 'POST',
        path: '/conversations/{conversationId}/restore',
        tags,
        summary: 'Undo a deletion',
      },
    })
    .input(conversationInputSchema)
    .output(conversationSummarySchema)
    .mutation(({ ctx, input }) =>
      ctx.services.conversations.restore(ctx.actor, input.conversationId),
    ),
  listMessages: chatProcedure
    .meta({
      scope: 'chat:read',
      openapi: {
        method: 'GET',
        path: '/conversations/{conversationId}/messages',
        tags,
        summary: 'Older messages of the shown branch',
      },
    })
    .input(listMessagesInputSchema)
    .output(messageWindowSchema)
    .query(({ ctx, input }) => ctx.services.conversations.listMessages(ctx.actor, input)),
  selectBranch: chatProcedure
    .meta({
      scope: 'chat:write',
      openapi: {
        method: 'POST',
        path: '/messages/{messageId}/select',
        tags,
        summary: 'Show the branch a message is on',
      },
    })
    .input(selectBranchInputSchema)
    .output(openedConversationSchema)
    .mutation(({ ctx, input }) =>
      ctx.services.conversations.selectBranch(ctx.actor, input.messageId),
    ),
  search: chatProcedure
    .meta({
      scope: 'chat:read',
      openapi: {
        method: 'GET',
        path: '/search',
        tags,
        summary: 'Full-text search in own messages, newest first',
      },
    })
    .input(searchInputSchema)
    .output(pageOf(searchHitSchema))
    .query(({ ctx, input }) => ctx.services.search.search(ctx.actor, input)),
});
