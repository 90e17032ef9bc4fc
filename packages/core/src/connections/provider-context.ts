import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ProviderError } from '@braindrive/plugin-sdk';
import type { PluginLog, ProviderContext } from '@braindrive/plugin-sdk/server';
import type { Clock } from '../clock.ts';
import { DomainError } from '../domain-error.ts';
import type { EgressFetch } from '../egress/index.ts';
import type { Log } from '../log.ts';
import type { SecretRedaction } from './secret-redaction.ts';

/**
 * What one connection of a provider gets from the host. Makes the provider's folder.
 * @param options.fetch - Already bound to what the connection may reach.
 */
export function createProviderContext(options: {
  readonly providerId: string;
  readonly connectionId: string | null;
  readonly dataDirectory: string;
  readonly fetch: EgressFetch;
  readonly redaction: SecretRedaction;
  readonly log: Log;
  readonly clock: Clock;
}): ProviderContext {
  const { providerId, clock } = options;
  const directory = join(options.dataDirectory, 'plugins', providerId);
  mkdirSync(directory, { recursive: true });
  return {
    log: createProviderLog(options),
    fetch: providerFetch(options.fetch),
    directory,
    now: () => clock.now().getTime(),
  };
}

function createProviderLog(options: {
  readonly providerId: string;
  readonly connectionId: string | null;
  readonly redaction: SecretRedaction;
  readonly log: Log;
}): PluginLog {
  const { providerId, connectionId, redaction, log } = options;
  const line = (fields: Record<string, unknown>) => ({
    ...redaction.fields(fields),
    providerId,
    connectionId,
  });
  return {
    debug: (fields, event) => log.debug(line(fields), event),
    info: (fields, event) => log.info(line(fields), event),
    warn: (fields, event) => log.warn(line(fields), event),
    error: (fields, event) => log.error(line(fields), event),
  };
}

/** Providers know their own errors only. Failures of the network are theirs to name, with the server's name in it. */
const providerFetch =
  (fetch: EgressFetch): ProviderContext['fetch'] =>
  (url, init) =>
    fetch(url, init).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
      throw new ProviderError('provider/unreachable', error.message, {
        cause: error,
        details: { reason: error.code },
      });
    });
