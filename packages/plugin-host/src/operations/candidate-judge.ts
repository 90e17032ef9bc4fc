import type { PluginOperation } from '@braindrive/contracts';
import { DomainError } from '@braindrive/core';
import type { Installation, PluginVersion } from '../installations/installation.ts';
import type { InstallationStore } from '../installations/installation-store.ts';
import { bundledSignature } from '../installations/installed-plugin-view.ts';
import {
  contributionTexts,
  limitsText,
  permissionTexts,
} from '../installations/permission-text.ts';
import { refuseLostData } from '../lifecycle/upgrade.ts';
import type { OwnerTrust } from '../policy/owner-trust.ts';
import type { PolicyStore } from '../policy/policy-store.ts';
import type { PluginFiles } from '../store/index.ts';
import type { AuthorKeys, SignatureVerdict } from './author-keys.ts';
import { checkCompatibility, type HostFacts } from './compatibility.ts';

/** A version that fits this host, with what it means for one person. */
export interface Candidate {
  readonly files: PluginFiles;
  readonly version: PluginVersion;
  readonly notes: string | null;
  /** What the person has of it, or null. */
  readonly existing: Installation | null;
  readonly mode: Installation['mode'];
  readonly verdict: SignatureVerdict;
}

export interface CandidateJudgePorts {
  readonly installations: InstallationStore;
  readonly policies: PolicyStore;
  readonly keys: AuthorKeys;
  readonly trust: OwnerTrust;
  readonly host: HostFacts;
}

/** Decides whether a person may install a version here, and says what it is before it runs. */
export class CandidateJudge {
  readonly #ports: CandidateJudgePorts;

  constructor(ports: CandidateJudgePorts) {
    this.#ports = ports;
  }

  /** @throws {DomainError} `PLUGIN_INCOMPATIBLE`, `NOT_PERMITTED`, `CONFLICT`, `PLUGIN_SIGNATURE_INVALID` */
  async judge(
    userId: string,
    found: Pick<Candidate, 'files' | 'version' | 'notes'>,
  ): Promise<Candidate> {
    const { installations, keys, host } = this.#ports;
    const { manifest, signature } = found.files;
    checkCompatibility(manifest, host);
    const known = await installations.find(userId, manifest.slug);
    const existing = known?.state === 'uninstalled' ? null : known;
    await this.#checkPolicy(userId, found.version);
    if (existing !== null) refuseUseless(existing, found.version);
    if (signature.state === 'invalid') {
      throw new DomainError('PLUGIN_SIGNATURE_INVALID', 'Its signature is not valid.');
    }
    const ours = bundledSignature(found.version);
    const verdict =
      ours === null
        ? await keys.judge(userId, manifest.slug, signature, existing !== null)
        : { signature: ours, needsConsent: false };
    const mode = await this.#modeOf(userId, found.version, signature.state === 'valid');
    return { ...found, existing, mode, verdict };
  }

  /** What a person reads before they agree. */
  async describe(candidate: Candidate): Promise<NonNullable<PluginOperation['plugin']>> {
    const { version, existing, mode, verdict, notes } = candidate;
    const { manifest } = version;
    const { deniedPermissions } = await this.#ports.policies.limitsFor(version.slug);
    const shownMode = manifest.ui === undefined ? 'none' : mode;
    return {
      slug: version.slug,
      version: version.version,
      previousVersion: existing?.version.version ?? null,
      name: manifest.name,
      description: manifest.description,
      authorName: manifest.author.name,
      icon: manifest.icon,
      category: manifest.category,
      signature: verdict.signature,
      mode: shownMode,
      permissions: permissionTexts(manifest, {
        granted: existing?.version.manifest.permissions ?? null,
        denied: deniedPermissions,
      }),
      limits: limitsText(manifest, {
        mode: shownMode,
        isSigned: verdict.signature.state === 'signed',
      }),
      notes,
      contributes: contributionTexts(manifest),
    };
  }

  async #checkPolicy(userId: string, version: PluginVersion): Promise<void> {
    const { manifest } = version;
    const { isDenied } = await this.#ports.policies.limitsFor(version.slug);
    if (isDenied) {
      throw new DomainError('NOT_PERMITTED', `The owner does not allow ${manifest.name} here.`);
    }
    const isNative = manifest.permissions.native !== undefined;
    if (isNative && !(await this.#ports.trust.isNativeTrusted(version, userId))) {
      throw new DomainError(
        'NOT_PERMITTED',
        `${manifest.name} runs native code. The owner has to trust it and install this very version first.`,
      );
    }
  }

  /** Code of nobody that is known runs in a closed frame, unless the owner put the plugin on the list. */
  async #modeOf(
    userId: string,
    version: PluginVersion,
    isSigned: boolean,
  ): Promise<Installation['mode']> {
    const wanted = version.manifest.ui?.mode ?? 'frame';
    if (isSigned || version.location === 'bundled') return wanted;
    return (await this.#ports.trust.isListed(version, userId)) ? wanted : 'frame';
  }
}

/** @throws {DomainError} when the person has it already, or it could not read their data. */
function refuseUseless(existing: Installation, version: PluginVersion): void {
  if (existing.version.digest === version.digest && existing.version.state === 'ready') {
    throw new DomainError(
      'CONFLICT',
      `${version.manifest.name} ${version.version} is installed already.`,
    );
  }
  refuseLostData(existing, version);
}
