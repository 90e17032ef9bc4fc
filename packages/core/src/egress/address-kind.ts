import { isIPv4, isIPv6 } from 'node:net';

/**
 * What an address stands for. `forbidden` is never connected to: unspecified, link-local, multicast, reserved,
 * and the metadata services of clouds, which hand out credentials to whoever asks from the machine itself.
 */
export type AddressKind = 'public' | 'private' | 'loopback' | 'forbidden';

type Rule = readonly [network: string, kind: AddressKind];

// The first rule that fits wins. Ranges: IANA special-purpose registries for IPv4 and IPv6 (RFC 6890).
const ipv4Rules: readonly Rule[] = [
  ['100.100.100.200/32', 'forbidden'], // metadata: Alibaba Cloud
  ['168.63.129.16/32', 'forbidden'], // metadata: Azure
  ['0.0.0.0/8', 'forbidden'],
  ['10.0.0.0/8', 'private'],
  ['100.64.0.0/10', 'private'],
  ['127.0.0.0/8', 'loopback'],
  ['169.254.0.0/16', 'forbidden'],
  ['172.16.0.0/12', 'private'],
  ['192.0.0.0/24', 'forbidden'], // has the metadata address of Oracle Cloud
  ['192.0.2.0/24', 'private'], // documentation: where it answers, a local network gave it out
  ['192.168.0.0/16', 'private'],
  ['198.18.0.0/15', 'private'],
  ['198.51.100.0/24', 'private'], // documentation: where it answers, a local network gave it out
  ['203.0.113.0/24', 'private'], // documentation: where it answers, a local network gave it out
  ['224.0.0.0/3', 'forbidden'],
];

const ipv6Rules: readonly Rule[] = [
  ['::1/128', 'loopback'],
  ['fd00:ec2::/32', 'forbidden'], // metadata: AWS
  ['fd20:ce::/32', 'forbidden'], // metadata: Google Cloud
  ['fc00::/7', 'private'],
  ['fec0::/10', 'private'],
  ['2001:db8::/32', 'forbidden'],
  ['2001::/32', 'forbidden'], // Teredo hides an IPv4 address
  ['2000::/3', 'public'],
];

// Prefixes that carry an IPv4 address, and the position of its first 16 bits.
const embeddings: readonly (readonly [network: string, group: number])[] = [
  ['::ffff:0:0/96', 6],
  ['64:ff9b::/96', 6],
  ['2002::/16', 1],
];

/** @param address - An IP address in its usual spelling, zone allowed. Anything else is `forbidden`. */
export function addressKind(address: string): AddressKind {
  const [plain = ''] = address.split('%', 1);
  if (isIPv4(plain)) return kindByRule(ipv4Bits(plain), compiledIpv4, 'public');
  if (!isIPv6(plain)) return 'forbidden';
  const groups = ipv6Groups(plain);
  const bits = bitsOf(groups, 16);
  const embedding = compiledEmbeddings.find(({ network }) => contains(network, bits));
  if (embedding === undefined) return kindByRule(bits, compiledIpv6, 'forbidden');
  const ipv4 = bitsOf(groups.slice(embedding.group, embedding.group + 2), 16);
  return kindByRule(ipv4, compiledIpv4, 'public');
}

interface Network {
  readonly prefix: string;
}

/** Addresses as texts of 0 and 1: they are compared once per connection, so plain beats fast here. */
const bitsOf = (numbers: readonly number[], width: number): string =>
  numbers.map((number) => number.toString(2).padStart(width, '0')).join('');

const ipv4Bits = (address: string): string => bitsOf(address.split('.').map(Number), 8);

function ipv6Groups(address: string): number[] {
  const dotted = /\d+\.\d+\.\d+\.\d+$/.exec(address)?.[0];
  const text =
    dotted === undefined
      ? address
      : address.slice(0, -dotted.length) + hexadecimalPair(ipv4Bits(dotted));
  const [head = '', tail] = text.split('::', 2);
  const left = groupsOf(head);
  if (tail === undefined) return left;
  const right = groupsOf(tail);
  return [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
}

const hexadecimalPair = (bits: string): string =>
  `${Number.parseInt(bits.slice(0, 16), 2).toString(16)}:${Number.parseInt(bits.slice(16), 2).toString(16)}`;

const groupsOf = (text: string): number[] =>
  text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));

function compile(network: string): Network {
  const [address = '', length = ''] = network.split('/', 2);
  const bits = isIPv4(address) ? ipv4Bits(address) : bitsOf(ipv6Groups(address), 16);
  return { prefix: bits.slice(0, Number(length)) };
}

const contains = (network: Network, bits: string): boolean => bits.startsWith(network.prefix);

type CompiledRule = readonly [network: Network, kind: AddressKind];
const compileRule = ([network, kind]: Rule): CompiledRule => [compile(network), kind];
const compiledIpv4 = ipv4Rules.map(compileRule);
const compiledIpv6 = ipv6Rules.map(compileRule);
const compiledEmbeddings = embeddings.map(([network, group]) => ({
  network: compile(network),
  group,
}));

const kindByRule = (
  bits: string,
  rules: readonly CompiledRule[],
  otherwise: AddressKind,
): AddressKind => rules.find(([network]) => contains(network, bits))?.[1] ?? otherwise;
