import { isIPv4 } from 'node:net';

/** What of a host list lets an address through: the name alone, or a literal address, which may be private. */
export type HostMatch = 'name' | 'literal-address';

/**
 * Looks an address up in the hosts that a person granted: exact names, `*.example.com` for those below it, `*` for any.
 * A pattern without a port stands for the usual ones (80 and 443), `*` for every port.
 * @param url - As parsed: the host is in lower case, and all spellings of an IPv4 address are one.
 * @returns null when it is not among them.
 */
export function matchHost(patterns: readonly string[], url: URL): HostMatch | null {
  // A trailing dot names the same host.
  const host = url.hostname.replace(/\.$/, '');
  const port = url.port === '' ? defaultPort(url) : url.port;
  const isPattern = (pattern: string) => fits(pattern, host, port);
  if (!patterns.some(isPattern)) return null;
  const isLiteral =
    isIPv4(host) && patterns.some((pattern) => pattern !== '*' && isPattern(pattern));
  return isLiteral ? 'literal-address' : 'name';
}

const defaultPort = (url: URL): string => (url.protocol === 'https:' ? '443' : '80');

function fits(pattern: string, host: string, port: string): boolean {
  if (pattern === '*') return true;
  const [name = '', namedPort] = pattern.split(':', 2);
  const isPort = namedPort === undefined ? usualPorts.has(port) : namedPort === port;
  return isPort && fitsName(name, host);
}

const usualPorts: ReadonlySet<string> = new Set(['80', '443']);

const fitsName = (name: string, host: string): boolean =>
  name.startsWith('*.') ? host.endsWith(name.slice(1)) && !isIPv4(host) : host === name;
