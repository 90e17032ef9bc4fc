export * from './anthropic-server.ts';
export * from './behaviour.ts';
export * from './ollama-server.ts';
export * from './openai-server.ts';
export * from './provider-context.ts';
export type { RunningModelServer } from './run-model-server.ts';
