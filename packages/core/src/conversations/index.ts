export * from './conversation-entity.ts';
export * from './conversation-service.ts';
export * from './message-entity.ts';
export * from './search-service.ts';
