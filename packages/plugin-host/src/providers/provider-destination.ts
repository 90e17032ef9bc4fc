import type { ProviderContribution } from '@braindrive/plugin-sdk';

type Rule = ProviderContribution['destination'];

const loopbackHost =
  /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])$/;

/**
 * Host name that prompts go to by the manifest's rule, or null when they stay on this machine. Found without starting
 * the plugin.
 */
export function destinationBy(
  rule: Rule,
  settings: Readonly<Record<string, unknown>>,
): string | null {
  const host = serverOf(rule, settings)?.hostname ?? null;
  return host === null || loopbackHost.test(host) ? null : host;
}

/** The server that the rule names, or null when there is none. */
export function serverOf(rule: Rule, settings: Readonly<Record<string, unknown>>): URL | null {
  switch (rule.kind) {
    case 'this-machine':
      return null;
    case 'host':
      return URL.parse(`https://${rule.host}`);
    case 'setting': {
      const address = settings[rule.name];
      return typeof address === 'string' ? URL.parse(address) : null;
    }
  }
}
