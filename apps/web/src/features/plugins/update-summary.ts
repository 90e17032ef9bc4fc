import type { InstalledPlugin } from '@braindrive/contracts';

/** What one update means for its owner. */
export function updateText({ update, version }: InstalledPlugin): string {
  if (update === null) return '';
  if (update.isFailed)
    return `${update.version} failed its check. You are on ${version}, nothing lost.`;
  return update.needsConsent ? 'Asks for more than it may do now.' : 'Asks for nothing new.';
}

const namedUpdates = 2;

/** The updates in one or two sentences: those that need a decision first, the rest by number. */
export function updateSummary(plugins: readonly InstalledPlugin[]): string {
  const sorted = [...plugins].sort(
    (a, b) => Number(b.update?.needsConsent ?? false) - Number(a.update?.needsConsent ?? false),
  );
  const named = sorted.slice(0, namedUpdates).map(({ name, update }) => {
    const what = update?.isFailed
      ? 'failed its check'
      : update?.needsConsent
        ? 'asks for a new permission'
        : 'asks for nothing new';
    return `${name} ${update?.version} ${what}.`;
  });
  const rest = plugins.length - named.length;
  return [...named, ...(rest > 0 ? [`And ${rest} more.`] : [])].join(' ');
}
