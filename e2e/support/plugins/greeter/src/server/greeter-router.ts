import { initTRPC } from '@trpc/server';

const { router, procedure } = initTRPC.create();

/** Procedures as the test's host answers them. */
export const greeterRouter = router({
  greet: procedure
    .input((value: unknown) => value as { name: string })
    .query(({ input }) => `Hello ${input.name}, from the server`),
  ticks: procedure.subscription(async function* () {
    yield 1;
    yield 2;
  }),
});
export type GreeterRouter = typeof greeterRouter;
