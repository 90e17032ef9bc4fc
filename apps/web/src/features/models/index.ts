export { applyModelEvent } from './model-cache.ts';
