export { applyConnectionEvent } from './connection-cache.ts';
