import { z } from 'zod';
import { outgoingBodySchema, stream } from './bridge-shape.ts';

/**
 * Requests to other servers, made by the host.
 *
 * - **Reach**: hosts of `permissions.http.hosts` that the person granted. Private, loopback and link-local addresses
 *   are refused unless granted by their literal address. The address is resolved once and pinned; each redirect is
 *   checked again (`http/host-not-allowed`, `http/address-refused`).
 * - **Inside `provider.connect`** the address of the connection counts, as the person entered it, and answers may be
 *   of any size: models are fetched that way.
 * - **Body**: streamed in both directions. Leaving the response or aborting ends the request at the server too.
 * - **Errors**: a status of 4xx or 5xx is a response, not an error. `http/unreachable`, `http/timeout` (no byte for
 *   `timeoutMs`), `http/too-large`.
 * - **Never**: cookies are kept, the person's credentials are sent, requests are repeated by themselves.
 */
export const httpLimits = {
  headers: 100,
  headerBytes: 32 * 1024,
  redirects: 5,
  defaultTimeoutMs: 30_000,
  maxTimeoutMs: 300_000,
  /** Of a request or a response body, decoded. */
  bodyBytes: 10 * 1024 * 1024,
} as const;

const headers = z
  .array(z.tuple([z.string().min(1).max(200), z.string().max(16_384)]))
  .max(httpLimits.headers);

export const httpRequestSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(8_192),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']).default('GET'),
  headers: headers.default([]),
  body: outgoingBodySchema.nullable().default(null),
  redirect: z.enum(['follow', 'manual', 'error']).default('follow'),
  timeoutMs: z.int().min(1).max(httpLimits.maxTimeoutMs).default(httpLimits.defaultTimeoutMs),
});
export type HttpRequest = z.infer<typeof httpRequestSchema>;

export const httpHeadSchema = z.object({
  status: z.int().min(200).max(599),
  statusText: z.string(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  /** After redirects. */
  url: z.string(),
  isRedirected: z.boolean(),
});
export type HttpHead = z.infer<typeof httpHeadSchema>;

export const httpBridges = {
  /** First the head, then the bytes of the body (decoded from gzip and the like). */
  'http.fetch': stream('http', httpRequestSchema, httpHeadSchema, true),
} as const;
