import type { PluginDetail } from '@braindrive/contracts';
import type { Clock } from '@braindrive/core';

const kept = 10;
const maxMessageLength = 1_000;
const maxStackLength = 8_000;

type UiError = PluginDetail['lastErrors'][number];

/** The last errors that front-ends met, in memory: they are about this run of the host. */
export class UiErrorLog {
  readonly #clock: Clock;
  readonly #errors = new Map<string, UiError[]>();

  constructor(ports: { readonly clock: Clock }) {
    this.#clock = ports.clock;
  }

  add(
    installationId: string,
    report: { readonly component: string; readonly message: string; readonly stack: string | null },
  ): void {
    const error: UiError = {
      at: this.#clock.now(),
      message: `${report.component}: ${report.message}`.slice(0, maxMessageLength),
      stack: report.stack?.slice(0, maxStackLength) ?? null,
    };
    this.#errors.set(installationId, [error, ...this.of(installationId)].slice(0, kept));
  }

  /** Newest first. */
  of(installationId: string): UiError[] {
    return this.#errors.get(installationId) ?? [];
  }

  forget(installationId: string): void {
    this.#errors.delete(installationId);
  }
}
