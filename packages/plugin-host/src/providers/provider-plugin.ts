import type { ProviderContribution } from '@braindrive/plugin-sdk';
import type { CallTarget } from '../calls/call-ports.ts';

/** A plugin version with model providers, as one person has it or as it comes with the host. */
export type ProviderPlugin = Pick<
  CallTarget,
  'installationId' | 'ownerId' | 'slug' | 'version' | 'digest' | 'manifest' | 'grants' | 'isEnabled'
>;

/** One provider of a plugin. */
export interface OfferedProvider {
  readonly plugin: ProviderPlugin;
  readonly contribution: ProviderContribution;
}

export const providersOf = (plugin: ProviderPlugin): OfferedProvider[] =>
  plugin.manifest.contributes.providers.map((contribution) => ({ plugin, contribution }));
