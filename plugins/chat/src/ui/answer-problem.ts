import type { ErrorReport } from './core-types.ts';

/** A way out of a failure. */
export type WayOut = 'again' | 'models' | 'connections' | 'choose-model';

interface Problem {
  readonly title: string;
  /** What helps, the likeliest first. */
  readonly waysOut: readonly WayOut[];
}

const chooseOther: readonly WayOut[] = ['choose-model', 'again'];
const checkConnection: readonly WayOut[] = ['connections', 'again'];

const problems: Partial<Record<ErrorReport['code'], Problem>> = {
  'provider/unreachable': {
    title: 'The server does not answer',
    waysOut: ['again', 'connections'],
  },
  'provider/timeout': { title: 'The server took too long', waysOut: ['again', 'connections'] },
  'provider/unauthorized': { title: 'The key was refused', waysOut: checkConnection },
  'provider/quota-exceeded': { title: 'No credit left', waysOut: checkConnection },
  'provider/rate-limited': { title: 'Too many questions at once', waysOut: ['again'] },
  'provider/model-not-found': { title: 'The model is gone', waysOut: chooseOther },
  'provider/prompt-too-long': { title: 'The conversation is too long', waysOut: chooseOther },
  'provider/insufficient-memory': { title: 'Not enough memory', waysOut: chooseOther },
  'provider/model-file-invalid': { title: 'The model is damaged', waysOut: ['models', 'again'] },
  'provider/disk-full': { title: 'The disk is full', waysOut: ['models', 'again'] },
  'provider/stream-cut': { title: 'The answer was cut', waysOut: ['again'] },
  PROMPT_TOO_LONG: { title: 'The conversation is too long', waysOut: chooseOther },
  MODEL_NOT_FOUND: { title: 'The model is gone', waysOut: chooseOther },
  NO_MODEL: { title: 'No model', waysOut: ['models', 'connections'] },
  CONNECTION_DISABLED: { title: 'The connection is off', waysOut: checkConnection },
  RUN_TOO_LONG: { title: 'The answer was ended', waysOut: ['again'] },
};

/** What a failed answer is called and what helps. */
export const problemOf = (code: ErrorReport['code']): Problem =>
  problems[code] ?? { title: 'The answer failed', waysOut: ['again'] };
