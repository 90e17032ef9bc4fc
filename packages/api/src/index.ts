export * from './app-router.ts';
export type { Context } from './context.ts';
export { reportOf } from './error-map.ts';
export { lifecyclePrefix } from './plugin-procedure.ts';
export { receivePluginUpload } from './plugin-upload.ts';
export { type ListedProcedure, listProcedures } from './procedure-list.ts';
export { type RestError, restErrorOf } from './rest-error.ts';
export { type RestRouter, UserRouters } from './user-routers.ts';
