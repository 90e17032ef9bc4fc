import { createId, type Orm } from '@braindrive/database';
import type { Clock } from '../clock.ts';
import { AuditEventEntity } from './audit-event-entity.ts';

/** One thing worth remembering: who did what to which, from where. */
export interface AuditRecord {
  /** Null for the host itself and for people who are not signed in. */
  readonly actorId: string | null;
  /** `noun.verb`, for instance `session.created`. Stable: reports filter by it. */
  readonly name: string;
  readonly subjectId?: string;
  readonly address?: string;
  /** No secrets, no message text. */
  readonly details?: Record<string, unknown>;
}

export class AuditService {
  readonly #orm: Orm;
  readonly #clock: Clock;

  constructor(ports: { readonly orm: Orm; readonly clock: Clock }) {
    this.#orm = ports.orm;
    this.#clock = ports.clock;
  }

  async record(record: AuditRecord): Promise<void> {
    const em = this.#orm.em.fork();
    em.create(AuditEventEntity, {
      id: createId(),
      actorId: record.actorId,
      name: record.name,
      subjectId: record.subjectId ?? null,
      address: record.address ?? null,
      details: record.details ?? {},
      createdAt: this.#clock.now(),
    });
    await em.flush();
  }
}
