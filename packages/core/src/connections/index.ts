export * from './connection-entity.ts';
export * from './connection-service.ts';
export * from './library-service.ts';
export * from './model-resolver.ts';
export * from './model-service.ts';
