import { isPluginError, PluginError } from '@braindrive/plugin-sdk';

// Shorter texts appear by chance, and replacing them would tell what they are.
const minSecretLength = 6;
const replacement = '[secret]';

/** Takes known secrets out of what a provider logs and throws: servers like to quote the key they refuse. */
export class SecretRedaction {
  readonly #secrets: readonly string[];

  constructor(secrets: Readonly<Record<string, string>>) {
    this.#secrets = Object.values(secrets).filter((secret) => secret.length >= minSecretLength);
  }

  text(text: string): string {
    return this.#secrets.reduce((clean, secret) => clean.replaceAll(secret, replacement), text);
  }

  /** @returns `error` itself when it is clean, else one of the same code without its cause and stack. */
  error(error: unknown): unknown {
    if (!this.#leaks(error)) return error;
    if (!isPluginError(error))
      return new Error(this.text(error instanceof Error ? error.message : String(error)));
    const details = Object.entries(error.details).map(([name, value]) => [
      name,
      typeof value === 'string' ? this.text(value) : value,
    ]);
    return new PluginError(error.code, this.text(error.message), {
      details: Object.fromEntries(details),
      ...(error.retryAfterMs === null ? {} : { retryAfterMs: error.retryAfterMs }),
    });
  }

  /** Fields of a log line. */
  fields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, this.#field(value)]),
    );
  }

  #field(value: unknown): unknown {
    if (value instanceof Error) return this.error(value);
    if (typeof value === 'string') return this.text(value);
    if (!this.#leaks(value)) return value;
    return replacement;
  }

  #leaks(value: unknown, depth = 0): boolean {
    if (this.#secrets.length === 0 || depth > 5) return false;
    if (typeof value === 'string') return this.#secrets.some((secret) => value.includes(secret));
    if (typeof value !== 'object' || value === null) return false;
    const own: unknown[] = value instanceof Error ? [value.message, value.stack, value.cause] : [];
    return [...own, ...Object.values(value)].some((inner) => this.#leaks(inner, depth + 1));
  }
}
