/**
 * Headers that the host writes itself or that would change whose request it is. As in a browser's `fetch` they are left
 * out without a word.
 */
const forbiddenHeaders: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'cookie',
  'cookie2',
  'expect',
  'forwarded',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
]);

const isForbidden = (name: string): boolean =>
  forbiddenHeaders.has(name) || name.startsWith('proxy-') || name.startsWith('x-forwarded-');

export const requestHeaders = (given: readonly (readonly [string, string])[]): [string, string][] =>
  given.flatMap(([name, value]): [string, string][] =>
    isForbidden(name.toLowerCase()) ? [] : [[name.toLowerCase(), value]],
  );

/** Cookies are not kept, so nobody gets one. */
export const responseHeaders = (headers: Headers): [string, string][] =>
  [...headers].filter(([name]) => name !== 'set-cookie' && name !== 'set-cookie2');
