export * from './audit-event-entity.ts';
export * from './audit-service.ts';
