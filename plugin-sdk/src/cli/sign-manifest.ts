import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { PluginError } from '../plugin-error.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** RFC 8785 for what a manifest holds: no spaces, keys by UTF-16 code unit. */
function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value as { readonly [key: string]: Json });
    const members = entries
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

/** @throws {PluginError} `pack/key-invalid` */
function readKey(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Told below, in the same words as for a key of another kind.
  }
  throw new PluginError(
    'pack/key-invalid',
    'The key is not an ed25519 private key in PEM. Make one: openssl genpkey -algorithm ed25519 -out plugin.key',
  );
}

/**
 * Signs the text of a `plugin.json` over its canonical form.
 * @param pem - ed25519 private key in PEM (PKCS #8).
 * @returns the text with its signature. An older signature is replaced.
 */
export function signManifest(text: string, pem: string): string {
  const key = readKey(pem);
  const { signature: _old, ...document } = JSON.parse(text) as { readonly [key: string]: Json };
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  const signature = {
    algorithm: 'ed25519',
    publicKey: Buffer.from(x, 'base64url').toString('base64'),
    value: sign(null, Buffer.from(canonicalJson(document)), key).toString('base64'),
  };
  return `${JSON.stringify({ ...document, signature }, null, 2)}\n`;
}
