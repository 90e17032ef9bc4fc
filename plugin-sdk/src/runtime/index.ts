export * from './bridge-client.ts';
export { describePlugin, summarizePlugin } from './describe-plugin.ts';
export { providerMethods } from './provider-host.ts';
export * from './serve.ts';
