import type { Clock } from '@braindrive/core';
import { BridgeError } from '@braindrive/plugin-sdk/protocol';
import type { UseCounter } from '../use-counter.ts';

const dayMs = 86_400_000;

/** Tokens that a plugin may use of one person's models in a day. Shared by all its answers at once. */
export class TokenBudget {
  readonly #uses: UseCounter;
  readonly #clock: Clock;
  /** What was used today, by installation, once it was asked for. */
  readonly #used = new Map<string, { readonly day: string; tokens: number }>();

  constructor(ports: { readonly uses: UseCounter; readonly clock: Clock }) {
    this.#uses = ports.uses;
    this.#clock = ports.clock;
  }

  async used(installationId: string): Promise<number> {
    return (await this.#entry(installationId)).tokens;
  }

  /** Midnight in UTC. */
  resetsAt(): Date {
    return new Date((Math.floor(this.#clock.now().getTime() / dayMs) + 1) * dayMs);
  }

  /**
   * Takes the tokens of a prompt before it is sent.
   * @throws {BridgeError} `ai/budget-used-up` when they are more than is left.
   */
  async open(
    installationId: string,
    tokensPerDay: number,
    promptTokens: number,
  ): Promise<Spending> {
    const entry = await this.#entry(installationId);
    if (entry.tokens >= tokensPerDay || entry.tokens + promptTokens > tokensPerDay) {
      const retryAfterMs = this.resetsAt().getTime() - this.#clock.now().getTime();
      throw new BridgeError(
        'ai/budget-used-up',
        `This plugin may use ${tokensPerDay.toLocaleString('en')} tokens a day and has ${Math.max(0, tokensPerDay - entry.tokens).toLocaleString('en')} left; this needs ${promptTokens.toLocaleString('en')}. Try again tomorrow, or allow it more.`,
        { retryAfterMs, details: { usedTokens: entry.tokens, tokensPerDay, promptTokens } },
      );
    }
    const spend = (tokens: number) => {
      entry.tokens = Math.max(0, entry.tokens + tokens);
      this.#uses.addTokens(installationId, tokens);
    };
    spend(promptTokens);
    return { spend, isUsedUp: () => entry.tokens >= tokensPerDay };
  }

  async #entry(installationId: string): Promise<{ readonly day: string; tokens: number }> {
    const day = this.#uses.today();
    const known = this.#used.get(installationId);
    if (known?.day === day) return known;
    const tokens = await this.#uses.tokensOn(installationId, day);
    // Another call may have asked meanwhile, and spent.
    const current = this.#used.get(installationId);
    if (current?.day === day) return current;
    const entry = { day, tokens };
    this.#used.set(installationId, entry);
    return entry;
  }
}

/** One answer's share of a budget. */
export interface Spending {
  /** Negative gives back. */
  spend(tokens: number): void;
  isUsedUp(): boolean;
}
