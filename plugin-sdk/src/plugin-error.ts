const marker = Symbol.for('braindrive.plugin-error');

/** Where and how an error came about, for the "Details" of an error card. JSON only. */
export type PluginErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

export interface PluginErrorOptions {
  readonly cause?: unknown;
  readonly details?: PluginErrorDetails;
  /** How long the caller should wait before it tries again, in milliseconds. */
  readonly retryAfterMs?: number;
}

/**
 * An error a plugin throws on purpose. It crosses the border to the host with its code and message;
 * anything else that a plugin throws reaches the person as "failed" with a request id.
 */
export class PluginError extends Error {
  override readonly name = 'PluginError';
  /** `<scope>/<what>`, for instance `provider/unreachable`. Programs switch on it, never on the message. */
  readonly code: string;
  readonly details: PluginErrorDetails;
  readonly retryAfterMs: number | null;

  /**
   * @param code - `<scope>/<what>` in kebab case.
   * @param message - What happened, then the way out, in plain words: a person reads it.
   */
  constructor(code: string, message: string, options: PluginErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
    this.retryAfterMs = options.retryAfterMs ?? null;
    Object.defineProperty(this, marker, { value: true });
  }
}

/** True for a {@link PluginError} of any copy of the SDK: plugins may bundle their own. */
export const isPluginError = (value: unknown): value is PluginError =>
  typeof value === 'object' && value !== null && marker in value;
