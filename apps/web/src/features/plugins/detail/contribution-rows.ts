import type { PluginDetail } from '@braindrive/contracts';
import { formatBytes } from '@braindrive/plugin-sdk/ui';

/** One thing that a plugin adds, as a line. */
export interface ContributionRow {
  readonly key: string;
  /** What sort of thing it is: "Chat tool". */
  readonly kind: string;
  readonly title: string;
  readonly text: string;
}

const units: Readonly<Record<string, string>> = { m: 'minute', h: 'hour', d: 'day' };

/** `15m` as `Every 15 minutes`. */
export function intervalText(every: string): string {
  const [, count = '', unit = ''] = /^(\d+)([mhd])$/.exec(every) ?? [];
  const word = units[unit];
  if (word === undefined) return '';
  return count === '1' ? `Every ${word}` : `Every ${count} ${word}s`;
}

const counted = (count: number, one: string, many = `${one}s`): string[] =>
  count === 0 ? [] : [count === 1 ? `1 ${one}` : `${count} ${many}`];

/** What goes with a plugin, as a sentence. */
export function removalText({ contributes, usage }: PluginDetail): string {
  const parts = [
    ...counted(contributes.pages.length, 'page'),
    ...counted(contributes.components.length, 'block'),
    ...counted(contributes.chatTools.length, 'chat tool'),
    ...counted(contributes.providers.length, 'model provider'),
    ...counted(contributes.jobs.length, 'job'),
    ...(usage.storageBytes > 0 ? [`${formatBytes(usage.storageBytes)} of data`] : []),
  ];
  const last = parts.pop();
  if (last === undefined) return 'Takes it away. It can be brought back for 30 days.';
  const all = parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
  return `Takes away ${all}. All of it can be brought back for 30 days.`;
}

/** Everything a plugin adds apart from its components, which are shown by themselves. */
export function contributionRows(contributes: PluginDetail['contributes']): ContributionRow[] {
  const row = (kind: string, name: string, title: string, text = ''): ContributionRow => ({
    key: `${kind}/${name}`,
    kind,
    title,
    text,
  });
  return [
    ...contributes.pages.map(({ id, title }) => row('Page', id, title)),
    ...contributes.settingsPages.map(({ id, title }) => row('Settings page', id, title)),
    ...contributes.chatTools.map(({ name, title, description, sideEffects }) =>
      row(
        'Chat tool',
        name,
        title,
        sideEffects === 'writes' ? `${description} Asks before each call.` : description,
      ),
    ),
    ...contributes.providers.map(({ id, name, description }) =>
      row('Model provider', id, name, description),
    ),
    ...contributes.jobs.map(({ name, title, every }) =>
      row('Job', name, title, intervalText(every)),
    ),
  ];
}
