export * from './create-orm.ts';
export * from './id.ts';
