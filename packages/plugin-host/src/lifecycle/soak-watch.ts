import type { Clock } from '@braindrive/core';
import type { Installation } from '../installations/installation.ts';
import { nameOf } from './plugin-work.ts';

const limits = { crashes: 3, uiErrors: 1, calls: 20, failedShare: 0.2 } as const;

interface Counts {
  readonly digest: string;
  crashes: number;
  uiErrors: number;
  calls: number;
  failedCalls: number;
}

/**
 * Watches installations for a minute after an upgrade: three crashes, an error of the front-end, or more than a fifth
 * of twenty calls failing takes the upgrade back.
 */
export class SoakWatch {
  readonly #clock: Clock;
  readonly #counts = new Map<string, Counts>();
  readonly #onFailed: (installation: Installation, reason: string) => void;

  /** @param ports.onFailed - Told once for each upgrade that failed. */
  constructor(ports: {
    readonly clock: Clock;
    readonly onFailed: (installation: Installation, reason: string) => void;
  }) {
    this.#clock = ports.clock;
    this.#onFailed = ports.onFailed;
  }

  /** @param isFailed - The plugin broke down over it; an error that it throws on purpose does not count. */
  noteCall(installation: Installation, isFailed: boolean): void {
    this.#note(installation, (counts) => {
      counts.calls++;
      if (isFailed) counts.failedCalls++;
    });
  }

  noteCrash(installation: Installation): void {
    this.#note(installation, (counts) => {
      counts.crashes++;
    });
  }

  noteUiError(installation: Installation): void {
    this.#note(installation, (counts) => {
      counts.uiErrors++;
    });
  }

  #note(installation: Installation, change: (counts: Counts) => void): void {
    const { soakUntil, id } = installation;
    const { digest } = installation.version;
    if (soakUntil === null || soakUntil <= this.#clock.now().getTime()) {
      this.#counts.delete(id);
      return;
    }
    const known = this.#counts.get(id);
    const counts =
      known?.digest === digest
        ? known
        : { digest, crashes: 0, uiErrors: 0, calls: 0, failedCalls: 0 };
    const wasFailed = failureOf(counts) !== null;
    change(counts);
    this.#counts.set(id, counts);
    const failure = failureOf(counts);
    if (failure === null || wasFailed) return;
    this.#onFailed(installation, `${nameOf(installation.version)} ${failure}.`);
  }
}

function failureOf({ crashes, uiErrors, calls, failedCalls }: Counts): string | null {
  if (crashes >= limits.crashes) return `crashed ${crashes} times within a minute of the update`;
  if (uiErrors >= limits.uiErrors) return 'could not draw its screens after the update';
  if (calls >= limits.calls && failedCalls > calls * limits.failedShare) {
    return `failed ${failedCalls} of ${calls} calls after the update`;
  }
  return null;
}
