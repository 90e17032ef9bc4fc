export * from './chat-service.ts';
export * from './run-entity.ts';
