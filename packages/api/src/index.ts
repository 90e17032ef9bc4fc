export * from './app-router.ts';
export type { Context } from './context.ts';
export { reportOf } from './error-map.ts';
export { type ListedProcedure, listProcedures } from './procedure-list.ts';
export { UserRouters } from './user-routers.ts';
