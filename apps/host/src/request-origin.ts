import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import type { RequestOrigin } from '@braindrive/core';

/** Decides where a request came from; believes forwarded headers only from configured proxies. */
export class OriginReader {
  readonly #proxies: BlockList;
  readonly #publicOrigin: string | null;
  readonly #publicHost: string | null;

  /**
   * @param trustedProxies - Addresses and ranges, separated by commas.
   * @param publicUrl - Address that people open, or empty.
   * @throws when a range cannot be read.
   */
  constructor(trustedProxies: string, publicUrl: string) {
    this.#proxies = parseRanges(trustedProxies);
    this.#publicOrigin = publicUrl === '' ? null : new URL(publicUrl).origin;
    this.#publicHost = publicUrl === '' ? null : new URL(publicUrl).hostname;
  }

  read(request: IncomingMessage): RequestOrigin {
    const userAgent = request.headers['user-agent'] ?? null;
    return { address: this.#clientAddress(request), userAgent };
  }

  /** True when the person's connection is encrypted, here or at a trusted proxy. */
  isSecure(request: IncomingMessage): boolean {
    if (!this.#isFromProxy(request)) return this.#publicOrigin?.startsWith('https:') ?? false;
    return (
      request.headers['x-forwarded-proto'] === 'https' ||
      (this.#publicOrigin?.startsWith('https:') ?? false)
    );
  }

  /**
   * True when the page was asked for under a name that only the owner can have given to this machine. A foreign site can
   * point a name of its own at a private address (DNS rebinding) and would then count as our own origin; names that
   * public DNS can hold are therefore believed only when `BRAINDRIVE_PUBLIC_URL` says so.
   */
  isKnownHost(request: IncomingMessage): boolean {
    const host = this.#hostOf(request);
    if (host === undefined) return false;
    const name = hostName(host);
    return name !== null && (isLocalName(name) || name === this.#publicHost);
  }

  /**
   * True when a request that may change something comes from our own pages, or from no browser at all.
   * Browsers send `Origin` with every such request; a missing one means curl or an SDK, which carry no cookie by
   * themselves.
   */
  isOwnOrigin(request: IncomingMessage): boolean {
    const { origin } = request.headers;
    if (origin === undefined)
      return (
        request.headers['sec-fetch-site'] === undefined ||
        request.headers['sec-fetch-site'] === 'same-origin'
      );
    if (origin === this.#publicOrigin) return true;
    const host = this.#hostOf(request);
    const protocol = this.isSecure(request) ? 'https' : 'http';
    return host !== undefined && origin === `${protocol}://${host}`;
  }

  /** Of this host as the person's browser sees it: `https://drive.example`. */
  ownOrigin(request: IncomingMessage): string {
    return `${this.isSecure(request) ? 'https' : 'http'}://${this.#hostOf(request) ?? 'localhost'}`;
  }

  #hostOf(request: IncomingMessage): string | undefined {
    const { host } = request.headers;
    return this.#isFromProxy(request)
      ? (single(request.headers['x-forwarded-host']) ?? host)
      : host;
  }

  #isFromProxy(request: IncomingMessage): boolean {
    return isListed(this.#proxies, plainAddress(request.socket.remoteAddress));
  }

  #clientAddress(request: IncomingMessage): string {
    const direct = plainAddress(request.socket.remoteAddress);
    if (!isListed(this.#proxies, direct)) return direct;
    // The right-most address that is not one of our proxies is the last one that a trusted party wrote.
    const chain = (single(request.headers['x-forwarded-for']) ?? '')
      .split(',')
      .map((entry) => plainAddress(entry.trim()));
    return (
      chain.reverse().find((address) => isIP(address) !== 0 && !isListed(this.#proxies, address)) ??
      direct
    );
  }
}

/** Top-level names that public DNS does not delegate (RFC 6761, RFC 6762, RFC 8375, and usual ones of home routers). */
const privateTopLevels = [
  'localhost',
  'local',
  'lan',
  'home',
  'internal',
  'localdomain',
  'home.arpa',
];

const isLocalName = (name: string): boolean =>
  isIP(name.replaceAll(/[[\]]/g, '')) !== 0 ||
  !name.includes('.') ||
  privateTopLevels.some((top) => name.endsWith(`.${top}`));

/** Name in a `Host` header without the port, or null when it is none. */
function hostName(host: string): string | null {
  const url = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : null;
  return url === null || url.pathname !== '/' || url.username !== '' ? null : url.hostname;
}

const single = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(',') : value;

/** `::ffff:10.0.0.1` is how a dual-stack socket spells 10.0.0.1. */
const plainAddress = (address: string | undefined): string =>
  (address ?? '').replace(/^::ffff:(?=\d+\.)/, '');

const isListed = (list: BlockList, address: string): boolean => {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
};

function parseRanges(text: string): BlockList {
  const list = new BlockList();
  for (const entry of text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')) {
    const [address = '', bits] = entry.split('/', 2);
    const family = isIP(address);
    if (family === 0)
      throw new Error(`BRAINDRIVE_TRUSTED_PROXIES: ${entry} is no address or range.`);
    const type = family === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, type);
    else list.addSubnet(address, Number(bits), type);
  }
  return list;
}
