export { MemoryBridges } from './memory-bridges.ts';
export * from './test-host.ts';
