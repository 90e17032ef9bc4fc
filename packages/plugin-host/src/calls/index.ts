export * from './call-context.ts';
export * from './call-counter.ts';
export * from './call-error.ts';
export * from './call-ports.ts';
export * from './mutation-gate.ts';
export * from './plugin-calls.ts';
export * from './procedure-catalogue.ts';
