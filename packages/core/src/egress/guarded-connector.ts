import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { buildConnector } from 'undici';
import { addressRefused, type EgressPolicy, refusalOf } from './egress-policy.ts';

/** Port for name resolution: all addresses of a name. Rejects with the system's error. */
export type ResolveHost = (hostname: string) => Promise<readonly LookupAddress[]>;

const connectTimeoutMs = 10_000;

/**
 * Connects to one origin, to allowed addresses only. The check sits between name resolution and the connection,
 * so a name that stands for another address the next time is judged by that one.
 */
export function guardedConnector(options: {
  readonly build: typeof buildConnector;
  readonly origin: URL;
  readonly policy: EgressPolicy;
  readonly resolve: ResolveHost;
}): buildConnector.connector {
  const { origin, policy } = options;
  const port = Number(origin.port || (origin.protocol === 'https:' ? 443 : 80));
  const lookup: LookupFunction = (hostname, { all }, callback) => {
    const pass = (addresses: LookupAddress[]) => {
      const [first] = addresses;
      if (all === true) callback(null, addresses);
      else callback(null, first?.address ?? '', first?.family);
    };
    allowedAddresses(options.resolve, policy, hostname, port).then(pass, (error) =>
      callback(error, ''),
    );
  };
  const connect = options.build({
    lookup,
    timeout: connectTimeoutMs,
    allowH2: false,
    autoSelectFamily: true,
  });
  return (target, callback) => {
    // A literal address is connected to without a lookup.
    const address = target.hostname.replace(/^\[|\]$/g, '');
    const refusal =
      isIP(address) === 0 ? null : refusalOf(policy, { hostname: target.hostname, address, port });
    if (refusal === null) connect(target, callback);
    else callback(addressRefused(refusal), null);
  };
}

async function allowedAddresses(
  resolve: ResolveHost,
  policy: EgressPolicy,
  hostname: string,
  port: number,
): Promise<LookupAddress[]> {
  const addresses = await resolve(hostname);
  const refusals = addresses.map(({ address }) => refusalOf(policy, { hostname, address, port }));
  const allowed = addresses.filter((_, index) => refusals[index] === null);
  const [refusal] = refusals;
  if (allowed.length === 0 && typeof refusal === 'string') throw addressRefused(refusal);
  return allowed;
}
