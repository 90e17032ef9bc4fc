export * from './from-ai-sdk.ts';
export * from './language-model.ts';
