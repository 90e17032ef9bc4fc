import { z } from 'zod';
import { moment, nothing, unary } from './bridge-shape.ts';

/**
 * - **Jobs** run one at a time per name and installation. Asking while one waits or runs changes nothing.
 * - **Notifications** are shown on the person's open devices and kept in their list; {@link serviceLimits} apply
 *   (`notify/too-many`). `link` is a path of this host and is opened only by a click.
 * - **Log** lines go to the plugin's log, which the person can read: never log secrets or message text. Lines over
 *   64 KiB a minute are counted and dropped. A log line that cannot be written is no error.
 * - **Core** calls a procedure of the host's own API as the person, within the granted areas: `conversations` opens
 *   `conversation.*` (mutations only with `write`), `ai` opens the queries of `model.*`. Others: `permission/not-granted`.
 */
export const serviceLimits = { notificationsPerHour: 20, logFieldsBytes: 8 * 1024 } as const;

export const logEntrySchema = z.strictObject({
  level: z.enum(['debug', 'info', 'warn', 'error']),
  event: z.string().min(1).max(200),
  fields: z.record(z.string(), z.unknown()),
});
export type LogEntry = z.infer<typeof logEntrySchema>;

export const notificationSchema = z.strictObject({
  title: z.string().trim().min(1).max(100),
  body: z.string().trim().max(500).default(''),
  level: z.enum(['info', 'success', 'warning', 'error']).default('info'),
  link: z
    .string()
    .max(500)
    .regex(/^\/(?!\/)/, 'Use a path of this host.')
    .optional(),
});
export type NotificationInput = z.input<typeof notificationSchema>;

export const serviceBridges = {
  'jobs.runNow': unary('schedule', z.strictObject({ name: z.string().min(1).max(60) }), nothing),
  'jobs.list': unary(
    'schedule',
    nothing,
    z.array(
      z.object({
        name: z.string(),
        nextRunAt: moment,
        lastRunAt: moment.nullable(),
        lastError: z.string().nullable(),
      }),
    ),
  ),
  'notify.show': unary('notify', notificationSchema, nothing),
  'log.write': unary(
    null,
    z.strictObject({ entries: z.array(logEntrySchema).min(1).max(100) }),
    nothing,
  ),
  /** `input` and the answer are superjson. */
  'core.call': unary(
    null,
    z.strictObject({
      path: z.string().min(1).max(120),
      type: z.enum(['query', 'mutation']),
      input: z.unknown(),
    }),
    z.unknown(),
  ),
} as const;
