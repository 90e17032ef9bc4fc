export * from './connection-entity.ts';
export type { ConnectionEgress } from './connection-pool.ts';
export * from './connection-service.ts';
export * from './connection-services.ts';
export * from './library-service.ts';
export * from './model-resolver.ts';
export * from './model-service.ts';
export type { FoundProvider, ProviderSource } from './provider-source.ts';
