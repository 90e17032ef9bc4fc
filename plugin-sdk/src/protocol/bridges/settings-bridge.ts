import { z } from 'zod';
import { nothing, unary } from './bridge-shape.ts';

/**
 * What a person set, and what a plugin remembers of its screens. Neither needs a permission.
 *
 * - **Settings** are checked against the manifest's schema (`settings/invalid`, with `issues`), defaults filled in,
 *   layered instance, then person. Secrets are not among them and cannot be set here.
 * - **State** is small, by key, last write wins; what a UI writes is seen here and the other way round.
 * - **Upgrade**: both survive. Settings that the new schema does not know are dropped, those that no longer fit fall
 *   back to their default, and the person is told.
 */
export const settingsLimits = { valuesBytes: 256 * 1024, stateBytes: 256 * 1024 } as const;

const values = z.record(z.string(), z.unknown());
const stateKey = z.string().min(1).max(200);

export const settingsBridges = {
  'settings.get': unary(null, nothing, values),
  /** Merges; `null` puts a setting back to its default. Answers with all settings as they are now. */
  'settings.set': unary(null, z.strictObject({ values }), values),
  /** Null when the person did not enter it. Never reaches a browser. */
  'secrets.get': unary(
    'secrets',
    z.strictObject({ name: z.string().min(1).max(60) }),
    z.object({ value: z.string().nullable() }),
  ),
  /** Null when there is none. */
  'state.get': unary(null, z.strictObject({ key: stateKey }), z.object({ value: z.unknown() })),
  /** `null` deletes. `state/too-large` when all values together are over the limit. */
  'state.set': unary(null, z.strictObject({ key: stateKey, value: z.unknown() }), nothing),
} as const;
