import type { ModelProvider } from '@braindrive/plugin-sdk/server';
import { DomainError } from '../domain-error.ts';
import { without } from './provider-registry.ts';

type Settings = Readonly<Record<string, unknown>>;
type Secrets = Readonly<Record<string, string>>;

/** Settings that fit the provider's schema, secrets apart. */
export interface CheckedSettings {
  readonly plain: Record<string, unknown>;
  readonly secrets: Record<string, string>;
  /** Secrets that are new or have another value. */
  readonly changedSecrets: readonly string[];
}

/** What is stored already: without it, all secrets have to be given. */
export interface StoredSettings {
  readonly plain: Settings;
  /** Opens them; called only when one of them may be kept, so that new ones can replace what is unreadable. */
  readonly secrets: () => Secrets;
}

/**
 * Checks settings as a form sends them. A secret that is left out (or empty) keeps its stored value, null removes it.
 * @throws {DomainError} `VALIDATION_FAILED` with the fields that do not fit; also when a stored secret would go to
 *   another server than the one it was entered for.
 */
export function checkSettings(options: {
  readonly provider: ModelProvider;
  readonly secretNames: ReadonlySet<string>;
  readonly given: Settings;
  readonly stored: StoredSettings | null;
  /** Host name that prompts go to with these settings. */
  readonly destinationOf: (settings: Settings) => string | null;
}): CheckedSettings {
  const { provider, secretNames, given, stored } = options;
  const entered = Object.entries(given).filter(
    ([name, value]) => secretNames.has(name) && value !== undefined && value !== '',
  );
  const enteredNames = new Set(entered.map(([name]) => name));
  const canKeep = stored !== null && [...secretNames].some((name) => !enteredNames.has(name));
  const storedSecrets = canKeep ? stored.secrets() : {};
  const kept = without(storedSecrets, enteredNames);
  const parsed = parseSettings(provider, {
    ...without(given, secretNames),
    ...kept,
    ...Object.fromEntries(entered.filter(([, value]) => value !== null)),
  });
  if (stored !== null && Object.keys(kept).length > 0) {
    const before = provider.settings.safeParse({ ...stored.plain, ...storedSecrets });
    const moved = !before.success || isElsewhere(before.data, parsed, options.destinationOf);
    if (moved) throw secretsNeededAgain(Object.keys(kept));
  }
  // A default of the schema is nobody's secret: it is not stored.
  const secrets = Object.fromEntries(
    Object.entries(parsed).filter(
      (entry): entry is [string, string] =>
        (enteredNames.has(entry[0]) || entry[0] in kept) && typeof entry[1] === 'string',
    ),
  );
  return {
    plain: without(parsed, secretNames),
    secrets,
    changedSecrets: Object.keys(secrets).filter((name) => secrets[name] !== storedSecrets[name]),
  };
}

/** @throws {DomainError} `VALIDATION_FAILED` with `fieldErrors` by the name of the setting. */
export function parseSettings(provider: ModelProvider, settings: Settings): Settings {
  const parsed = provider.settings.safeParse(settings);
  if (parsed.success) return parsed.data;
  const fieldErrors: Record<string, string[]> = {};
  for (const issue of parsed.error.issues) {
    const name = String(issue.path[0] ?? 'settings');
    fieldErrors[name] = [...(fieldErrors[name] ?? []), issue.message];
  }
  const text = Object.entries(fieldErrors).map(([name, issues]) => `${name}: ${issues.join(' ')}`);
  throw new DomainError('VALIDATION_FAILED', text.join('; '), { fieldErrors });
}

// The scheme and the port count too: another service on the same machine is another server, and http shows the key.
function isElsewhere(
  before: Settings,
  after: Settings,
  destinationOf: (settings: Settings) => string | null,
): boolean {
  const known = originsOf(before);
  return (
    [...originsOf(after)].some((origin) => !known.has(origin)) ||
    destinationOf(before) !== destinationOf(after)
  );
}

function originsOf(settings: Settings): Set<string> {
  const urls = Object.values(settings).map((value) =>
    typeof value === 'string' ? URL.parse(value) : null,
  );
  return new Set(
    urls.flatMap((url) => (url !== null && /^https?:$/.test(url.protocol) ? [url.origin] : [])),
  );
}

function secretsNeededAgain(names: readonly string[]): DomainError {
  const message =
    'The address changed. Enter the key again, so that the old one stays with the old server.';
  return new DomainError('VALIDATION_FAILED', message, {
    fieldErrors: Object.fromEntries(names.map((name) => [name, [message]])),
  });
}
