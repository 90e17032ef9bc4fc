export * from './chat-limits.ts';
export * from './chat-service.ts';
export * from './run-entity.ts';
export { estimateTokens } from './token-estimate.ts';
