export { OperationList } from './operation-list.tsx';
export { applyPluginEvent } from './plugin-cache.ts';
