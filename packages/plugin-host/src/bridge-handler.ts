/**
 * In whose name a plugin is asked. Given along with each request of the host; when the plugin asks back while it works
 * for that request, bridges get the same value and check the grants of this person and installation.
 */
export interface BridgeCaller {
  readonly userId: string;
  readonly slug: string;
  /** The person's installation of the plugin; grants, settings and data hang on it. */
  readonly installationId: string;
  /** Digest of the plugin version that asks. */
  readonly digest: string;
}

/** One question of a plugin to the host. Nothing in it is checked but that its caller's request is still open. */
export interface BridgeRequest {
  /** `<bridge>.<operation>`, as the plugin wrote it. */
  readonly method: string;
  readonly params: unknown;
  /** True when the plugin wants a stream of items. */
  readonly isStream: boolean;
  /** As it was given with the request, for which the plugin works. */
  readonly caller: BridgeCaller;
  /** Aborted when the plugin cancels, stops, or the request it works for ends. */
  readonly signal: AbortSignal;
}

/** Answers what plugins ask of the host. */
export interface BridgeHandler {
  /**
   * A value, or for `isStream` the items; items that are `Uint8Array` travel as raw bytes, all else as JSON.
   * What is thrown as `PluginError` reaches the plugin with its code, all else as `INTERNAL`.
   */
  handle(request: BridgeRequest): Promise<unknown> | AsyncIterable<unknown>;
}
