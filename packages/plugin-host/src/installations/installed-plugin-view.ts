import type { InstalledPlugin, PluginRunState, PluginSignature } from '@braindrive/contracts';
import type { PolicyStore } from '../policy/policy-store.ts';
import { effectiveGrants, type Installation, type PluginVersion } from './installation.ts';

/** A newer version, as the update check left it. */
export interface KnownUpdate {
  readonly version: string;
  readonly needsConsent: boolean;
  readonly isFailed: boolean;
}

export interface ViewPorts {
  readonly policies: PolicyStore;
  /** Only plugins that come with the host are on. */
  readonly isSafeMode?: boolean;
  /** What the process of a digest does; asked in memory. */
  readonly runState: (digest: string) => PluginRunState;
  /** What is known of newer versions; asked in memory. */
  readonly update: (installation: Installation) => KnownUpdate | null;
}

export const keptMs = 30 * 24 * 60 * 60_000;
const digestInPath = 12;

/** Where the front-end of a version is served; another one for each version. */
const baseUrlOf = ({ slug, version, digest }: PluginVersion): string =>
  `/plugins/${slug}/${version}-${digest.slice(0, digestInPath)}/`;

/** Installations as every open page knows them. */
export class InstalledPluginViews {
  readonly #ports: ViewPorts;

  constructor(ports: ViewPorts) {
    this.#ports = ports;
  }

  async of(installation: Installation): Promise<InstalledPlugin> {
    const { version, uninstalledAt } = installation;
    const { manifest } = version;
    const [rule, limits] = await Promise.all([
      this.#ports.policies.ruleFor(installation.slug),
      this.#ports.policies.limitsFor(installation.slug),
    ]);
    const isDenied = rule.rule === 'denied';
    const isKeptOff = this.#ports.isSafeMode === true && version.location === 'store';
    return {
      id: installation.id,
      slug: installation.slug,
      version: version.version,
      digest: version.digest,
      name: manifest.name,
      description: manifest.description,
      authorName: manifest.author.name,
      icon: manifest.icon,
      category: manifest.category,
      tags: manifest.tags,
      state:
        (isDenied || isKeptOff) && installation.state === 'enabled'
          ? 'disabled'
          : installation.state,
      runState: manifest.server === undefined ? 'none' : this.#ports.runState(version.digest),
      ui: uiOf(installation),
      isBundled: version.location === 'bundled',
      isRequired: rule.rule === 'required',
      signature: signatureOf(version),
      components: manifest.contributes.components.map(({ name, title, icon, category, size }) => ({
        name,
        title,
        ...(icon === undefined ? {} : { icon }),
        category,
        size,
      })),
      pages: manifest.contributes.pages,
      settingsPages: manifest.contributes.settingsPages,
      background: manifest.contributes.background ?? null,
      granted: effectiveGrants(installation, limits),
      problem: isDenied ? deniedProblem : isKeptOff ? safeModeProblem : problemOf(installation),
      update: this.#ports.update(installation),
      installedAt: new Date(installation.installedAt),
      updatedAt: new Date(installation.updatedAt),
      keptUntil: uninstalledAt === null ? null : new Date(uninstalledAt + keptMs),
    };
  }
}

const deniedProblem = {
  code: 'NOT_PERMITTED',
  message: 'The owner does not allow this plugin here.',
  retryAfterMs: null,
  requestId: null,
} as const;

const safeModeProblem = {
  code: 'PLUGIN_DISABLED',
  message:
    'BrainDrive runs in safe mode, where only its own plugins are on. Start it without safe mode to use this one.',
  retryAfterMs: null,
  requestId: null,
} as const;

function problemOf({ version, problem }: Installation): InstalledPlugin['problem'] {
  if (version.state === 'ready') return problem;
  return {
    code: 'PLUGIN_DIGEST_MISMATCH',
    message: `Files of ${version.manifest.name} are missing or changed. Repair it to get them again.`,
    retryAfterMs: null,
    requestId: null,
  };
}

function uiOf({ version, mode }: Installation): InstalledPlugin['ui'] {
  const { ui, shared } = version.manifest;
  if (ui === undefined) return null;
  return { mode, baseUrl: baseUrlOf(version), shared, preload: ui.preload };
}

/** What comes with the host is as trusted as the host; null for all others. */
export function bundledSignature({ manifest, location }: PluginVersion): PluginSignature | null {
  if (location !== 'bundled') return null;
  return { state: 'signed', publicKey: manifest.signature?.publicKey ?? '', trust: 'bundled' };
}

/** An installed version was accepted with its key, so its key is the known one. */
function signatureOf(version: PluginVersion): PluginSignature {
  const { manifest } = version;
  const ours = bundledSignature(version);
  if (ours !== null) return ours;
  if (manifest.signature === undefined) return { state: 'unsigned' };
  return { state: 'signed', publicKey: manifest.signature.publicKey, trust: 'same-key' };
}
