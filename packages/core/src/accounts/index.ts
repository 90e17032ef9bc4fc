export * from './account-entities.ts';
export * from './account-service.ts';
export * from './api-key-service.ts';
export * from './invitation-service.ts';
export * from './token-service.ts';
