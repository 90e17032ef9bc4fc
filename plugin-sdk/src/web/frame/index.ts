export { bridgeLink } from './bridge-link.ts';
export { createFrameBridge, type FrameBridge } from './frame-bridge.ts';
export { FrameHost, type FrameHostOptions, type FrameObserver } from './frame-host.ts';
export { type FramePort, type FrameStart, frameGreeting } from './frame-messages.ts';
