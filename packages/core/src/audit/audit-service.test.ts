import { createFakeClock, createTestOrm } from '@braindrive/test-kit';
import { expect, it } from 'vitest';
import { coreEntities } from '../entities.ts';
import { AuditEventEntity } from './audit-event-entity.ts';
import { AuditService } from './audit-service.ts';

it('keeps who did what, and goes on keeping it when the account is gone', async () => {
  const orm = await createTestOrm(coreEntities);
  const clock = createFakeClock();
  const audit = new AuditService({ orm, clock });
  await audit.record({
    actorId: 'nobody-any-more',
    name: 'role.changed',
    subjectId: 'x',
    details: { to: 'owner' },
  });
  await audit.record({ actorId: null, name: 'session.failed', address: '192.0.2.7' });
  const rows = await orm.em.fork().findAll(AuditEventEntity, { orderBy: { id: 'asc' } });
  expect(rows).toMatchObject([
    {
      actorId: 'nobody-any-more',
      name: 'role.changed',
      subjectId: 'x',
      details: { to: 'owner' },
      createdAt: clock.now(),
    },
    { actorId: null, name: 'session.failed', address: '192.0.2.7', details: {} },
  ]);
  await orm.close(true);
});
