import { z } from 'zod';

/**
 * A setting that is encrypted at rest, never sent to a browser and never logged.
 * The form shows when it was set and lets a person replace it.
 */
export const secret = (): z.ZodString => z.string().max(4_000).meta({ secret: true });
