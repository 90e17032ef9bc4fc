export * from './manifest/index.ts';
export * from './models/library.ts';
export * from './models/model.ts';
export * from './models/provider-error.ts';
export * from './plugin-error.ts';
