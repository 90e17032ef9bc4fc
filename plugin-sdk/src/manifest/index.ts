export * from './contributions.ts';
export * from './manifest.ts';
export * from './permissions.ts';
export * from './protocol-version.ts';
export * from './slug.ts';
