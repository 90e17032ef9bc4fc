import type { ProviderDescription } from '@braindrive/contracts';
import type { ModelProvider } from '@braindrive/plugin-sdk/server';
import { z } from 'zod';
import { DomainError } from '../domain-error.ts';

interface Entry {
  readonly provider: ModelProvider;
  readonly description: ProviderDescription;
  readonly secretNames: ReadonlySet<string>;
}

/** The model providers of this host, by id. Fixed after the start. */
export class ProviderRegistry {
  readonly #entries: ReadonlyMap<string, Entry>;

  constructor(providers: readonly ModelProvider[]) {
    this.#entries = new Map(providers.map((provider) => [provider.id, entryOf(provider)]));
  }

  /** Every provider, in the order they were given. */
  list(): readonly ModelProvider[] {
    return [...this.#entries.values()].map(({ provider }) => provider);
  }

  /** What the connection form needs of every provider. Holds no secret, not even as a default. */
  descriptions(): ProviderDescription[] {
    return [...this.#entries.values()].map(({ description }) => description);
  }

  /** True when its plugin is installed. */
  has(providerId: string): boolean {
    return this.#entries.has(providerId);
  }

  /** The provider that a form names. @throws {DomainError} `VALIDATION_FAILED`: the form is wrong, not a connection. */
  chosen(providerId: string): ModelProvider {
    const entry = this.#entries.get(providerId);
    if (entry !== undefined) return entry.provider;
    const message = `There is no model provider called ${providerId}. Choose another.`;
    throw new DomainError('VALIDATION_FAILED', message, { fieldErrors: { providerId: [message] } });
  }

  /** @throws {DomainError} `CONNECTION_FAILED` when its plugin is not installed. */
  get(providerId: string): ModelProvider {
    return this.#entry(providerId).provider;
  }

  /** Names of the settings that are write-only. @throws {DomainError} `CONNECTION_FAILED`, see {@link get}. */
  secretNames(providerId: string): ReadonlySet<string> {
    return this.#entry(providerId).secretNames;
  }

  #entry(providerId: string): Entry {
    const entry = this.#entries.get(providerId);
    if (entry === undefined) {
      throw new DomainError(
        'CONNECTION_FAILED',
        `The model provider ${providerId} is not installed. Install it or remove the connection.`,
      );
    }
    return entry;
  }
}

interface JsonSchemaProperty {
  readonly [keyword: string]: unknown;
  readonly secret?: unknown;
}

function entryOf(provider: ModelProvider): Entry {
  const schema = z.toJSONSchema(provider.settings, { io: 'input', unrepresentable: 'any' });
  const properties = (schema.properties ?? {}) as Record<string, JsonSchemaProperty>;
  const secretNames = new Set(
    Object.keys(properties).filter((name) => properties[name]?.secret === true),
  );
  return {
    provider,
    secretNames,
    description: {
      id: provider.id,
      name: provider.name,
      description: provider.description,
      icon: provider.icon,
      isBuiltIn: provider.isBuiltIn,
      settingsSchema: { ...schema, properties: withoutSecretValues(properties, secretNames) },
      presets: provider.presets.map(({ id, name, keyUrl, settings }) => ({
        id,
        name,
        keyUrl,
        settings: without(settings, secretNames),
      })),
    },
  };
}

function withoutSecretValues(
  properties: Readonly<Record<string, JsonSchemaProperty>>,
  secretNames: ReadonlySet<string>,
): Record<string, JsonSchemaProperty> {
  const values = new Set(['default', 'const', 'enum', 'examples']);
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [
      name,
      secretNames.has(name) ? without(property, values) : property,
    ]),
  );
}

/** A copy of a record that lacks some names. */
export const without = (
  record: Readonly<Record<string, unknown>>,
  names: ReadonlySet<string>,
): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !names.has(name)));
