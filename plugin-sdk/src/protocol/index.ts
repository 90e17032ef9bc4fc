export * from './bridges/ai-bridge.ts';
export * from './bridges/body-piece.ts';
export {
  type OutgoingBody,
  outgoingBodySchema,
  type StreamBridge,
  type UnaryBridge,
} from './bridges/bridge-shape.ts';
export * from './bridges/conversations-bridge.ts';
export * from './bridges/event-bridge.ts';
export * from './bridges/http-bridge.ts';
export * from './bridges/service-bridges.ts';
export * from './bridges/settings-bridge.ts';
export * from './bridges/storage-bridge.ts';
export * from './bridges.ts';
export * from './frame-codec.ts';
export * from './methods.ts';
export * from './port.ts';
export * from './rpc-error.ts';
export * from './rpc-message.ts';
export * from './rpc-peer.ts';
