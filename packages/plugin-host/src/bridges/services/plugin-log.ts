import type { Clock } from '@braindrive/core';
import type { LogEntry } from '@braindrive/plugin-sdk/protocol';
import { serviceLimits } from '@braindrive/plugin-sdk/protocol';
import type { BridgeCaller } from '../../bridge-caller.ts';
import type { PluginLogSink } from '../bridge-ports.ts';
import { jsonBytes } from '../json-bytes.ts';

const windowMs = 60_000;
const windowBytes = 64 * 1024;

interface Window {
  readonly startedAt: number;
  bytes: number;
  dropped: number;
}

/** Passes log lines on, so many bytes a minute for each installation; counts the rest and says so once. */
export class PluginLogGate {
  readonly #sink: PluginLogSink;
  readonly #clock: Clock;
  readonly #windows = new Map<string, Window>();

  constructor(ports: { readonly sink: PluginLogSink; readonly clock: Clock }) {
    this.#sink = ports.sink;
    this.#clock = ports.clock;
  }

  write(caller: BridgeCaller, entries: readonly LogEntry[]): void {
    const window = this.#window(caller);
    for (const entry of entries) {
      const fields =
        jsonBytes(entry.fields) > serviceLimits.logFieldsBytes ? { isCut: true } : entry.fields;
      const bytes = jsonBytes({ ...entry, fields });
      if (window.bytes + bytes > windowBytes) window.dropped += 1;
      else {
        window.bytes += bytes;
        this.#sink.write(caller, { ...entry, fields, at: this.#clock.now() });
      }
    }
  }

  #window(caller: BridgeCaller): Window {
    const now = this.#clock.now();
    const known = this.#windows.get(caller.installationId);
    if (known !== undefined && now.getTime() - known.startedAt < windowMs) return known;
    if (known !== undefined && known.dropped > 0) {
      const fields = { lines: known.dropped };
      this.#sink.write(caller, { level: 'warn', event: 'log.dropped', fields, at: now });
    }
    this.#forgetOld(now.getTime());
    const window = { startedAt: now.getTime(), bytes: 0, dropped: 0 };
    this.#windows.set(caller.installationId, window);
    return window;
  }

  #forgetOld(nowMs: number): void {
    for (const [id, { startedAt, dropped }] of this.#windows) {
      if (dropped === 0 && nowMs - startedAt >= windowMs) this.#windows.delete(id);
    }
  }
}
