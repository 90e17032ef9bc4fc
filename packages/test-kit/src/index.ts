export * from '@braindrive/model-servers';
export * from './clock.ts';
export * from './database.ts';
export * from './scripted-model.ts';
