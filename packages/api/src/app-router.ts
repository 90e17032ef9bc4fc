import { accountRouter } from './account-router.ts';
import { apiKeyRouter } from './api-key-router.ts';
import { authRouter } from './auth-router.ts';
import { chatRouter, eventRouter } from './chat-router.ts';
import { connectionRouter } from './connection-router.ts';
import { conversationRouter } from './conversation-router.ts';
import { instanceRouter } from './instance-router.ts';
import { invitationRouter } from './invitation-router.ts';
import { memberRouter } from './member-router.ts';
import { modelRouter } from './model-router.ts';
import { pluginRouter } from './plugin-router.ts';
import { createCallerFactory, router } from './trpc.ts';

/** The core router. A person's router is this plus their plugins. */
export const appRouter = router({
  account: accountRouter,
  apiKey: apiKeyRouter,
  auth: authRouter,
  chat: chatRouter,
  connection: connectionRouter,
  conversation: conversationRouter,
  event: eventRouter,
  instance: instanceRouter,
  invitation: invitationRouter,
  member: memberRouter,
  model: modelRouter,
  plugin: pluginRouter,
});
export type AppRouter = typeof appRouter;
export const createCaller = createCallerFactory(appRouter);
/** The API as a function call, for tests. */
export type Caller = ReturnType<typeof createCaller>;
