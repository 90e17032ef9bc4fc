import type { ModelProvider } from '@braindrive/plugin-sdk/server';

/** A provider, or why it cannot be used now. */
export type FoundProvider =
  | { readonly state: 'ready'; readonly provider: ModelProvider }
  /** Its plugin is installed but not on; `pluginName` is what people call it. */
  | { readonly state: 'off'; readonly pluginName: string }
  | { readonly state: 'unknown' };

/** Where model providers come from. Answers come from memory; the same provider is the same object until it changes. */
export interface ProviderSource {
  /** In the order that forms show them. @param userId - Null for the host itself. */
  list(userId: string | null): readonly ModelProvider[];
  /** @param ownerId - Owner of the connection; null for the host's own. */
  find(providerId: string, ownerId: string | null): FoundProvider;
  /** Calls `listener` after providers came, went or were upgraded, for one person or (null) for everybody. */
  onChange(listener: (userId: string | null) => void): () => void;
}

/** Providers that are the same for everybody and never change. */
export const fixedProviders = (providers: readonly ModelProvider[]): ProviderSource => {
  const byId = new Map(providers.map((provider) => [provider.id, provider]));
  return {
    list: () => providers,
    find: (providerId) => {
      const provider = byId.get(providerId);
      return provider === undefined ? { state: 'unknown' } : { state: 'ready', provider };
    },
    onChange: () => () => {},
  };
};
