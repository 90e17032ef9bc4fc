export * from './http/index.ts';
export * from './model-library.ts';
export * from './model-provider.ts';
export { OpenAiChat } from './openai-chat/openai-chat.ts';
export * from './secret.ts';
export * from './think-tag-splitter.ts';
