export * from './conversation-entity.ts';
export * from './conversation-service.ts';
export * from './conversation-store.ts';
export * from './conversation-title.ts';
export * from './message-entity.ts';
export * from './message-store.ts';
export * from './search-index.ts';
export * from './search-service.ts';
