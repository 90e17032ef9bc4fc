export * from './frame-codec.ts';
export * from './methods.ts';
export * from './port.ts';
export * from './rpc-error.ts';
export * from './rpc-message.ts';
export * from './rpc-peer.ts';
