export { starterModel, starterPullId } from './library/starter-model.ts';
export { LocalModelConnection } from './local-model-connection.ts';
export type { LocalModelOptions, MachinePorts } from './local-model-options.ts';
export { createLocalModelProvider, type LocalModelProvider } from './local-model-provider.ts';
