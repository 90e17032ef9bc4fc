import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { signatureSchema } from '@braindrive/plugin-sdk';
import type { z } from 'zod';
import { canonicalJson, type JsonObject } from './canonical-json.ts';

/** What stands in `signature` of a signed document. */
export type DocumentSignature = z.infer<typeof signatureSchema>;

/** What a document's `signature` field proves. `publicKey` is raw, in base64. */
export type SignatureCheck =
  | { readonly state: 'unsigned' }
  | { readonly state: 'valid'; readonly publicKey: string }
  | { readonly state: 'invalid'; readonly publicKey: string | null };

function bytesToSign(document: JsonObject): Buffer {
  const { signature: _, ...rest } = document;
  return Buffer.from(canonicalJson(rest));
}

/** The raw public half of an ed25519 key, in base64: how manifests and registries name a key. */
export function rawPublicKey(key: KeyObject): string {
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  if (x === undefined) throw new TypeError('This is not an ed25519 key.');
  return Buffer.from(x, 'base64url').toString('base64');
}

/**
 * Signs a JSON document over its canonical form without `signature`.
 * @param privateKey - An ed25519 key, as an object or in PEM.
 * @returns the document with its signature.
 */
export function signDocument<Document extends JsonObject>(
  document: Document,
  privateKey: KeyObject | string,
): Document & { readonly signature: DocumentSignature } {
  const key = typeof privateKey === 'string' ? createPrivateKey(privateKey) : privateKey;
  return {
    ...document,
    signature: {
      algorithm: 'ed25519',
      publicKey: rawPublicKey(key),
      value: sign(null, bytesToSign(document), key).toString('base64'),
    },
  };
}

/** Checks a document as it was read, before defaults are filled in: they are not part of what was signed. */
export function verifyDocument(document: JsonObject): SignatureCheck {
  if (document.signature === undefined) return { state: 'unsigned' };
  const signature = signatureSchema.safeParse(document.signature);
  if (!signature.success) return { state: 'invalid', publicKey: null };
  const { publicKey, value } = signature.data;
  const isValid = isSignedBy(publicKey, bytesToSign(document), Buffer.from(value, 'base64'));
  return { state: isValid ? 'valid' : 'invalid', publicKey };
}

function isSignedBy(publicKey: string, bytes: Buffer, signature: Buffer): boolean {
  try {
    const x = Buffer.from(publicKey, 'base64').toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return verify(null, bytes, key, signature);
  } catch {
    // Bytes that are no point of the curve.
    return false;
  }
}
