export * from './app-router.ts';
export type { Context } from './context.ts';
export { reportOf } from './error-map.ts';
