export * from './create-manifest.ts';
export * from './define-config.ts';
export * from './json-schema.ts';
export * from './plugin-config.ts';
export * from './secret.ts';
