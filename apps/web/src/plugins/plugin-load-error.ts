/** Why a front-end is not shown, in words for the person. */
export class PluginLoadError extends Error {
  readonly reason: 'incompatible' | 'unreachable' | 'no-front-end' | 'no-component';

  constructor(reason: PluginLoadError['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PluginLoadError';
    this.reason = reason;
  }
}
