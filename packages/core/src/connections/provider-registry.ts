import type { ProviderDescription } from '@braindrive/contracts';
import type { ModelProvider } from '@braindrive/plugin-sdk/server';
import { z } from 'zod';
import { DomainError } from '../domain-error.ts';
import type { ProviderSource } from './provider-source.ts';

interface Entry {
  readonly provider: ModelProvider;
  readonly description: ProviderDescription;
  readonly secretNames: ReadonlySet<string>;
  readonly revision: number;
}

/** The model providers of this host, by id. Which there are depends on the plugins of whoever asks. */
export class ProviderRegistry {
  readonly #source: ProviderSource;
  readonly #entries = new WeakMap<ModelProvider, Entry>();
  #entryCount = 0;

  constructor(source: ProviderSource) {
    this.#source = source;
  }

  /** Those of the host itself, in the order that forms show them. */
  list(): readonly ModelProvider[] {
    return this.#source.list(null);
  }

  /** What the connection form needs of every provider. Holds no secret, not even as a default. */
  descriptions(userId: string): ProviderDescription[] {
    return this.#source.list(userId).map((provider) => this.#entryOf(provider).description);
  }

  /** True when its plugin is installed and on. @param ownerId - Owner of the connection; null for the host's own. */
  has(providerId: string, ownerId: string | null): boolean {
    return this.#source.find(providerId, ownerId).state === 'ready';
  }

  /** The provider that a form names. @throws {DomainError} `VALIDATION_FAILED`: the form is wrong, not a connection. */
  chosen(providerId: string, userId: string | null): ModelProvider {
    const found = this.#source.find(providerId, userId);
    if (found.state === 'ready') return found.provider;
    const message = `There is no model provider called ${providerId}. Choose another.`;
    throw new DomainError('VALIDATION_FAILED', message, { fieldErrors: { providerId: [message] } });
  }

  /** @throws {DomainError} `CONNECTION_FAILED` when its plugin is not installed, or off. */
  get(providerId: string, ownerId: string | null): ModelProvider {
    return this.#entry(providerId, ownerId).provider;
  }

  /** Names of the settings that are write-only. @throws {DomainError} `CONNECTION_FAILED`, see {@link get}. */
  secretNames(providerId: string, ownerId: string | null): ReadonlySet<string> {
    return this.#entry(providerId, ownerId).secretNames;
  }

  /** Changes when the provider is another one: its plugin was upgraded, turned on or off. */
  revision(providerId: string, ownerId: string | null): number {
    const found = this.#source.find(providerId, ownerId);
    return found.state === 'ready' ? this.#entryOf(found.provider).revision : 0;
  }

  /** See {@link ProviderSource.onChange}. */
  onChange(listener: (userId: string | null) => void): () => void {
    return this.#source.onChange(listener);
  }

  #entry(providerId: string, ownerId: string | null): Entry {
    const found = this.#source.find(providerId, ownerId);
    if (found.state === 'ready') return this.#entryOf(found.provider);
    throw new DomainError(
      'CONNECTION_FAILED',
      found.state === 'off'
        ? `The plugin ${found.pluginName} is turned off. Turn it on in the plugin manager, or remove the connection.`
        : `The model provider ${providerId} is not installed. Install it or remove the connection.`,
    );
  }

  #entryOf(provider: ModelProvider): Entry {
    const known = this.#entries.get(provider);
    if (known !== undefined) return known;
    this.#entryCount += 1;
    const entry = entryOf(provider, this.#entryCount);
    this.#entries.set(provider, entry);
    return entry;
  }
}

interface JsonSchemaProperty {
  readonly [keyword: string]: unknown;
  readonly secret?: unknown;
}

function entryOf(provider: ModelProvider, revision: number): Entry {
  const schema = z.toJSONSchema(provider.settings, { io: 'input', unrepresentable: 'any' });
  const properties = (schema.properties ?? {}) as Record<string, JsonSchemaProperty>;
  const secretNames = new Set(
    Object.keys(properties).filter((name) => properties[name]?.secret === true),
  );
  return {
    provider,
    revision,
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
