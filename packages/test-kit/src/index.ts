export * from '@braindrive/model-servers';
export * from './clock.ts';
export * from './database.ts';
