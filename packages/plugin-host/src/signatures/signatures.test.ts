import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  canonicalJson,
  digestOfManifest,
  keyTrust,
  rawPublicKey,
  signDocument,
  verifyDocument,
} from './index.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const other = generateKeyPairSync('ed25519').privateKey;

describe('canonicalJson', () => {
  it('writes the example of RFC 8785', () => {
    const value = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
        '"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    );
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys by code units and keeps keys that objects treat apart', () => {
    const value = JSON.parse(
      '{"\\u20ac":1,"\\r":2,"\\ufb33":3,"1":4,"\\ud83d\\ude00":5,"__proto__":6}',
    );
    expect(canonicalJson(value)).toBe('{"\\r":2,"1":4,"__proto__":6,"€":1,"😀":5,"\ufb33":3}');
  });

  it('refuses what has no JSON form', () => {
    expect(() => canonicalJson(Number.NaN)).toThrow(TypeError);
    expect(() => canonicalJson('\ud800')).toThrow(TypeError);
  });
});

describe('signatures', () => {
  const document = { slug: 'dice', files: { b: '2', a: '1' }, dataVersion: 1 };

  it('are valid whatever the order of the keys, and name the key', () => {
    const { signature, ...rest } = signDocument(document, privateKey);
    const shuffled = { signature, ...Object.fromEntries(Object.entries(rest).toReversed()) };
    expect(verifyDocument(JSON.parse(JSON.stringify(shuffled)))).toEqual({
      state: 'valid',
      publicKey: rawPublicKey(privateKey),
    });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(signDocument(document, pem).signature).toEqual(signature);
  });

  it('are invalid once anything changes, also the key', () => {
    const signed = signDocument(document, privateKey);
    const publicKey = rawPublicKey(other);
    expect(verifyDocument({ ...signed, slug: 'dicе' }).state).toBe('invalid');
    expect(verifyDocument({ ...signed, more: 1 }).state).toBe('invalid');
    expect(verifyDocument({ ...signed, signature: { ...signed.signature, publicKey } }).state).toBe(
      'invalid',
    );
    const noPoint = Buffer.alloc(32, 0xff).toString('base64');
    expect(
      verifyDocument({ ...signed, signature: { ...signed.signature, publicKey: noPoint } }).state,
    ).toBe('invalid');
    expect(verifyDocument({ ...signed, signature: 'x' })).toEqual({
      state: 'invalid',
      publicKey: null,
    });
  });

  it('are part of the digest, so that a signed copy is another version', () => {
    expect(verifyDocument(document)).toEqual({ state: 'unsigned' });
    expect(digestOfManifest(signDocument(document, privateKey))).not.toBe(
      digestOfManifest(document),
    );
  });
});

describe('keyTrust', () => {
  const valid = { state: 'valid', publicKey: 'A' } as const;
  const unsigned = { state: 'unsigned' } as const;

  it.each([
    [undefined, unsigned, 'unsigned'],
    [undefined, valid, 'first-seen'],
    [null, unsigned, 'unsigned'],
    [null, valid, 'first-seen'],
    ['A', valid, 'same-key'],
    ['B', valid, 'key-changed'],
    ['A', unsigned, 'became-unsigned'],
  ] as const)('knowing %s, says of %j: %s', (known, signature, trust) => {
    expect(keyTrust(known, signature)).toBe(trust);
  });
});
