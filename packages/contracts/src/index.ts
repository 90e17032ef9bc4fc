export * from './boot.ts';
export * from './chat.ts';
export * from './connection.ts';
export * from './error-code.ts';
export * from './event.ts';
export * from './id.ts';
export * from './message.ts';
export * from './user.ts';
