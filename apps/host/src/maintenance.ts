import type { ConversationService, ExpiredAccess, Log } from '@braindrive/core';

const hourMs = 60 * 60_000;

export interface MaintenancePorts {
  readonly conversations: Pick<ConversationService, 'purgeDeleted'>;
  readonly expired: Pick<ExpiredAccess, 'purge'>;
  readonly log: Log;
}

/** Purges what was deleted or ended long enough ago, at the start and every hour. @returns a function that ends it. */
export function startMaintenance(ports: MaintenancePorts): () => void {
  const run = () => void purge(ports);
  run();
  const timer = setInterval(run, hourMs);
  timer.unref();
  return () => clearInterval(timer);
}

async function purge({ conversations, expired, log }: MaintenancePorts): Promise<void> {
  try {
    const count = await conversations.purgeDeleted();
    if (count > 0) log.info({ count }, 'conversations.purged');
    await expired.purge();
  } catch (cause) {
    log.error({ cause }, 'maintenance.failed');
  }
}
