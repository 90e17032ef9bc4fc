import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const version = 'v1';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Encrypts secrets at rest with AES-256-GCM under a key derived from the instance's secret key.
 * Sealed text: `v1.<base64url of nonce, tag, ciphertext>`.
 */
export class SecretBox {
  readonly #key: Buffer;

  /** @param secretKey - At least 32 random bytes. @param purpose - Separates the keys of different uses. */
  constructor(secretKey: Buffer, purpose: string) {
    this.#key = deriveKey(secretKey, purpose);
  }

  /** @param context - Bound to the sealed text (for instance the row's id): it opens only with the same one. */
  seal(plain: string, context: string): string {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(context));
    const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return `${version}.${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')}`;
  }

  /** @throws {Error} when the text was changed, belongs to another context, or the secret key is another one. */
  open(sealed: string, context: string): string {
    const [prefix, body] = sealed.split('.', 2);
    if (prefix !== version || body === undefined)
      throw new Error('Sealed secret has an unknown format.');
    const bytes = Buffer.from(body, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, nonceBytes))
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    return Buffer.concat([
      decipher.update(bytes.subarray(nonceBytes + tagBytes)),
      decipher.final(),
    ]).toString('utf8');
  }
}

/** A 32-byte key for one purpose, from the instance's secret key (HKDF-SHA-256, RFC 5869). */
export const deriveKey = (secretKey: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secretKey, Buffer.alloc(0), `braindrive/${purpose}`, 32));
