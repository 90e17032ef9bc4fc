export * from './boot-service.ts';
export * from './instance-service.ts';
export * from './instance-setting-entity.ts';
