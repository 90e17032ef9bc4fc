/** Where a request came from, for rate limits, sessions and the audit trail. */
export interface RequestOrigin {
  /** Client address; from forwarded headers only when the proxy is configured as trusted. */
  readonly address: string;
  readonly userAgent: string | null;
}
