import type { SecretBox } from '@braindrive/core';
import type { Installation } from './installation.ts';

/** Secrets of installations: sealed together, bound to the installation, never shown. */
export class PluginSecrets {
  readonly #box: SecretBox;

  constructor(ports: { readonly secretBox: SecretBox }) {
    this.#box = ports.secretBox;
  }

  open({ id, secrets }: Pick<Installation, 'id' | 'secrets'>): Record<string, string> {
    return secrets === null ? {} : JSON.parse(this.#box.open(secrets, id));
  }

  seal(installationId: string, secrets: Readonly<Record<string, string>>): string | null {
    if (Object.keys(secrets).length === 0) return null;
    return this.#box.seal(JSON.stringify(secrets), installationId);
  }
}
