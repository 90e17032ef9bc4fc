import type { Manifest } from '../../manifest/manifest.ts';
import { type PermissionName, permissionNames } from '../../manifest/permissions.ts';
import { type Finding, finding } from '../finding.ts';

/** Name of the service on `ctx`. `native` has none: it opens Node itself. */
const services: Readonly<Partial<Record<PermissionName, string>>> = {
  storage: 'storage',
  http: 'http',
  ai: 'ai',
  conversations: 'conversations',
  secrets: 'secrets',
  events: 'events',
  schedule: 'jobs',
  notify: 'notify',
};

/** Words that show that a permission is used, on either side: a service, a hook, a path of core. */
const traces: Readonly<Record<PermissionName, RegExp>> = {
  storage: /\bstorage\b/,
  http: /(?<!["'`/])\bhttp\b(?!s?:)/,
  ai: /\bai\b|useChat|useAi/i,
  conversations: /conversation|useChat/i,
  secrets: /\bsecrets\b/,
  events: /\bevents?\b|useEvent/i,
  schedule: /\bjobs\b/,
  notify: /notif/i,
  native: /["'](node:|[^"']+\.node["'])|\bdirectory\b/,
};

const escapeUse = (service: string): RegExp =>
  new RegExp(
    [
      // ctx.storage, context?.storage
      `\\b(?:ctx|context)\\s*\\??\\.\\s*${service}\\b`,
      // const { storage } = ctx
      `\\{[^{}]*\\b${service}\\b[^{}]*\\}\\s*=\\s*(?:ctx|context)\\b`,
      // ({ ctx: { storage } }) => …
      `\\bctx\\s*:\\s*\\{[^{}]*\\b${service}\\b`,
    ].join('|'),
  );

/** Services that the server half takes from `ctx` although the config does not ask for them. */
export function checkMissingPermissions(
  { permissions }: Manifest,
  server: ReadonlyMap<string, string>,
): Finding[] {
  const findings: Finding[] = [];
  for (const name of permissionNames) {
    const service = services[name];
    if (service === undefined || permissions[name] !== undefined) continue;
    const use = escapeUse(service);
    for (const [file, text] of server) {
      if (!use.test(text)) continue;
      findings.push(
        finding(
          'BD302',
          `${file} uses ctx.${service} and permissions.${name} is not asked for.`,
          `Add ${name} to permissions in plugin.config.ts.`,
          file,
        ),
      );
    }
  }
  return findings;
}

/** Permissions without a trace in the author's code. Each one is a question that people have to answer. */
export function checkUnusedPermissions(
  { permissions, contributes }: Manifest,
  sources: ReadonlyMap<string, string>,
): Finding[] {
  if (sources.size === 0) return [];
  const all = [...sources.values()].join('\n');
  const isUsed = (name: PermissionName): boolean =>
    traces[name].test(all) || (name === 'schedule' && contributes.jobs.length > 0);
  return permissionNames
    .filter((name) => permissions[name] !== undefined && !isUsed(name))
    .map((name) =>
      finding(
        'BD301',
        `permissions.${name} is asked for and nothing seems to use it.`,
        'Remove it: people trust plugins that ask for little.',
        'plugin.config.ts',
      ),
    );
}
