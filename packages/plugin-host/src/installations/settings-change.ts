import { DomainError } from '@braindrive/core';
import type { Installation } from './installation.ts';
import type { PluginSecrets } from './plugin-secrets.ts';
import { secretNames, settingProblems } from './settings-schema.ts';

const maxSettingsBytes = 256 * 1_024;

/**
 * What a person's entries change. A secret that is left out keeps its value and null removes it; another setting goes
 * back to its default by null.
 * @throws {DomainError} `VALIDATION_FAILED` with the reason for each setting that does not fit.
 */
export function settingsChange(
  installation: Installation,
  entries: Readonly<Record<string, unknown>>,
  secretsOf: PluginSecrets,
  now: number,
): Pick<Installation, 'settings' | 'secrets' | 'secretsSetAt'> {
  const { manifest } = installation.version;
  const secretKeys = new Set(secretNames(manifest));
  const given = Object.entries(entries).filter(([, value]) => value !== null);
  const fieldErrors = settingProblems(manifest, Object.fromEntries(given));
  if (fieldErrors !== null) {
    throw new DomainError('VALIDATION_FAILED', 'Some settings do not fit. Check them.', {
      fieldErrors,
    });
  }
  const settings: Record<string, unknown> = { ...installation.settings };
  const secrets = secretsOf.open(installation);
  const secretsSetAt: Record<string, number> = { ...installation.secretsSetAt };
  for (const [name, value] of Object.entries(entries)) {
    const isSecret = secretKeys.has(name);
    if (isSecret) changeSecret({ secrets, secretsSetAt }, name, value, now);
    else if (value === null) delete settings[name];
    else settings[name] = value;
  }
  if (JSON.stringify(settings).length > maxSettingsBytes) {
    throw new DomainError('VALIDATION_FAILED', 'The settings are over 256 KiB. Make them shorter.');
  }
  return { settings, secrets: secretsOf.seal(installation.id, secrets), secretsSetAt };
}

function changeSecret(
  stored: { secrets: Record<string, string>; secretsSetAt: Record<string, number> },
  name: string,
  value: unknown,
  now: number,
): void {
  if (value === null) {
    delete stored.secrets[name];
    delete stored.secretsSetAt[name];
    return;
  }
  stored.secrets[name] = String(value);
  stored.secretsSetAt[name] = now;
}
