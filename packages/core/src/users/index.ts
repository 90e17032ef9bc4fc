export * from './actor.ts';
export * from './member-service.ts';
export * from './policy.ts';
export * from './user-entity.ts';
