export * from './decode-stream.ts';
export * from './error-report.ts';
export * from './model-server.ts';
export * from './request-json.ts';
export {
  invalidResponseError,
  providerErrorFromResponse,
  readErrorFields,
} from './response-error.ts';
export * from './response-stream.ts';
export * from './server-address.ts';
