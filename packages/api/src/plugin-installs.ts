import type { PluginOperation } from '@braindrive/contracts';
import { type Actor, DomainError } from '@braindrive/core';
import type { PluginServices } from '@braindrive/plugin-host';

type Plugins = Pick<PluginServices, 'operations' | 'catalogue'>;

/** Installs from an address and waits until it is over or needs consent. */
export async function installFromUrl(
  plugins: Plugins,
  actor: Actor,
  input: { readonly url: string; readonly acceptsPermissions: boolean },
): Promise<PluginOperation> {
  const operation = await plugins.operations.install(actor, { kind: 'url', url: input.url });
  return settle(plugins, actor, operation, input.acceptsPermissions);
}

/** Installs the newest version, or the given one, that a registry offers. */
export async function installBySlug(
  plugins: Plugins,
  actor: Actor,
  input: {
    readonly slug: string;
    readonly registryId?: string | undefined;
    readonly version?: string | undefined;
    readonly acceptsPermissions: boolean;
  },
): Promise<PluginOperation> {
  const { slug, registryId } = input;
  const offers = await plugins.catalogue.available(actor, {});
  const offer = offers.find(
    (candidate) =>
      candidate.slug === slug && (registryId === undefined || candidate.registryId === registryId),
  );
  if (offer === undefined) {
    throw new DomainError(
      'NOT_FOUND',
      `No registry offers a plugin called ${slug}. Install it from its address instead.`,
    );
  }
  const operation = await plugins.operations.install(actor, {
    kind: 'registry',
    registryId: offer.registryId,
    version: input.version ?? null,
    slug,
  });
  return settle(plugins, actor, operation, input.acceptsPermissions);
}

/** Updates and waits until it is over or needs consent. */
export async function updateAndWait(
  plugins: Plugins,
  actor: Actor,
  input: {
    readonly slug: string;
    readonly version?: string | undefined;
    readonly acceptsPermissions: boolean;
  },
): Promise<PluginOperation> {
  const operation = await plugins.operations.update(actor, input.slug, input.version ?? null);
  return settle(plugins, actor, operation, input.acceptsPermissions);
}

/**
 * Waits until an operation is over, or needs a consent that was not given along.
 * @param acceptsPermissions - Answers the question for consent with yes.
 */
export async function settle(
  plugins: Plugins,
  actor: Actor,
  { id }: PluginOperation,
  acceptsPermissions: boolean,
): Promise<PluginOperation> {
  const settled = await plugins.operations.settled(actor, id);
  if (settled.state !== 'consent' || !acceptsPermissions) return settled;
  await plugins.operations.consent(actor, id, true);
  return plugins.operations.settled(actor, id);
}
