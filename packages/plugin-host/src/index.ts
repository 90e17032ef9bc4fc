export * from './archive/index.ts';
export * from './signatures/index.ts';
export * from './store/index.ts';
