import type { TRPCBuiltRouter, TRPCDefaultErrorShape } from '@trpc/server';

/** Router of the host. The generated contract takes this place. */
export type CoreRouter = TRPCBuiltRouter<
  { ctx: object; meta: object; errorShape: TRPCDefaultErrorShape; transformer: true },
  Record<never, never>
>;
