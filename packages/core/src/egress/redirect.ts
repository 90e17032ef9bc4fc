import { addressRefused } from './egress-policy.ts';

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

// Everything else may be a key: providers put theirs into headers of many names.
const headersForOtherOrigins = [
  'accept',
  'accept-language',
  'content-type',
  'if-range',
  'range',
  'user-agent',
];
const bodyHeaders = ['content-type', 'content-length', 'content-encoding', 'content-language'];

/** Where an answer redirects to, or null when it is not a redirect. @throws {DomainError} `ADDRESS_REFUSED`. */
export function redirectTarget(response: Response, from: URL): URL | null {
  const location = response.headers.get('location');
  if (location === null || !redirectStatuses.has(response.status)) return null;
  const target = URL.parse(location, from);
  if (target === null || !/^https?:$/.test(target.protocol)) {
    throw addressRefused(`${from.host} redirects to something that is not a web address.`);
  }
  if (from.protocol === 'https:' && target.protocol === 'http:') {
    throw addressRefused(`${from.host} redirects to ${target.host} without encryption.`);
  }
  if (target.hash === '') target.hash = from.hash;
  return target;
}

/**
 * The request that follows a redirect (fetch standard, "HTTP-redirect fetch"), with one rule more: another origin
 * gets no header that could be a key.
 */
export function redirectedRequest(
  init: RequestInit,
  status: number,
  from: URL,
  to: URL,
): RequestInit {
  const method = (init.method ?? 'GET').toUpperCase();
  const becomesGet =
    (status === 303 && method !== 'GET' && method !== 'HEAD') ||
    (status <= 302 && method === 'POST');
  if (!becomesGet && init.body instanceof ReadableStream) {
    throw addressRefused(`${from.host} redirects an upload to ${to.host}. Use that address.`);
  }
  let headers = headerList(init.headers);
  if (from.origin !== to.origin)
    headers = headers.filter(([name]) => headersForOtherOrigins.includes(name));
  if (!becomesGet) return { ...init, headers };
  const { body: _, ...rest } = init;
  return {
    ...rest,
    method: 'GET',
    headers: headers.filter(([name]) => !bodyHeaders.includes(name)),
  };
}

/** Names in lower case. Without `Headers`, whose global would load Node's own copy of the HTTP client. */
function headerList(headers: RequestInit['headers']): [string, string][] {
  if (headers === undefined) return [];
  const entries = Symbol.iterator in headers ? [...headers] : Object.entries(headers);
  return entries.map(([name = '', value = '']) => [name.toLowerCase(), value]);
}
