import { z } from 'zod';
import { moment, stream, unary } from './bridge-shape.ts';

/**
 * Events between plugins, pages and the host, within one person.
 *
 * - **Names**: a plugin emits under its own slug only; `saved` of `notes` is heard as `notes.saved`. What the host
 *   tells starts with `core.` (`core.conversation-changed`, `core.run-ended`).
 * - **Consent on both sides**: an event leaves a plugin when it is among its `permissions.events.shares`, and reaches
 *   another when that one's `permissions.events.hears` names it. Its own events always reach itself and its UI.
 * - **Delivery**: at most once, to those that follow at that moment; nothing is kept for later. Keep what matters in
 *   storage and use the event as a hint to read it.
 * - **Order**: events of one emitter arrive in the order they were emitted.
 * - **Slow readers**: after {@link eventLimits.waiting} unread events the stream ends with `events/too-slow`.
 * - **Upgrade**: a stream ends with the process; follow again.
 */
export const eventLimits = {
  payloadBytes: 64 * 1024,
  names: 50,
  perSecond: 100,
  waiting: 1_000,
} as const;

export const eventNameSchema = z
  .string()
  .max(60)
  .regex(/^[a-zA-Z][a-zA-Z0-9]*(-[a-zA-Z0-9]+)*$/, 'Use letters, digits and single hyphens.');
/** `<slug>.<event>`. */
export const qualifiedEventNameSchema = z
  .string()
  .max(101)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*\.[a-zA-Z][a-zA-Z0-9]*(-[a-zA-Z0-9]+)*$/);

export const bridgedEventSchema = z.object({
  /** `<slug>.<event>`. */
  name: z.string(),
  payload: z.unknown(),
  at: moment,
});
export type BridgedEvent = z.infer<typeof bridgedEventSchema>;

export const eventBridges = {
  /** Answered when the event was handed over; says to how many. `events/too-many`, `events/too-large`. */
  'events.emit': unary(
    'events',
    z.strictObject({ name: eventNameSchema, payload: z.unknown() }),
    z.object({ receivers: z.int().nonnegative() }),
  ),
  'events.follow': stream(
    'events',
    z.strictObject({ names: z.array(qualifiedEventNameSchema).min(1).max(eventLimits.names) }),
    bridgedEventSchema,
  ),
} as const;
