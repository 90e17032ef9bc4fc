export { type AddressKind, addressKind } from './address-kind.ts';
export * from './egress.ts';
export type { EgressPolicy } from './egress-policy.ts';
export type { ResolveHost } from './guarded-connector.ts';
export { redirectedRequest, redirectTarget } from './redirect.ts';
