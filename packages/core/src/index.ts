export * from './clock.ts';
export * from './domain-error.ts';
export * from './entities.ts';
export * from './users/index.ts';
