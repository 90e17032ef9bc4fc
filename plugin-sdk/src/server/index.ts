export * from './model-library.ts';
export * from './model-provider.ts';
export * from './secret.ts';
