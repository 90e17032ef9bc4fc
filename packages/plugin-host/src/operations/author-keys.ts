import type { PluginSignature } from '@braindrive/contracts';
import { type Orm, SqlDatabase } from '@braindrive/database';
import type { SignatureCheck } from '../signatures/index.ts';
import { keyTrust } from '../signatures/index.ts';

/** What a signature means to one person. */
export interface SignatureVerdict {
  readonly signature: PluginSignature;
  /** The version may come from somebody else than the installed one, so the person is asked. */
  readonly needsConsent: boolean;
}

/** The author keys that a person accepted: trust on first use. */
export class AuthorKeys {
  readonly #database: SqlDatabase;

  constructor(ports: { readonly orm: Orm }) {
    this.#database = new SqlDatabase(ports.orm);
  }

  /** @param isInstalled - Whether the person has a version of it, signed or not. */
  async judge(
    ownerId: string,
    slug: string,
    check: Exclude<SignatureCheck, { state: 'invalid' }>,
    isInstalled: boolean,
  ): Promise<SignatureVerdict> {
    const row = await this.#database.read((session) =>
      session.get<{ publicKey: string }>(
        'select public_key as publicKey from plugin_author_key where owner_id = ? and slug = ?',
        ownerId,
        slug,
      ),
    );
    // A key outlives an uninstall: who installs again is told when the author changed.
    const known = row?.publicKey ?? (isInstalled ? null : undefined);
    const trust = keyTrust(known, check);
    if (check.state === 'unsigned') {
      return { signature: { state: 'unsigned' }, needsConsent: trust === 'became-unsigned' };
    }
    const { publicKey } = check;
    const shown = trust === 'key-changed' || trust === 'same-key' ? trust : 'first-seen';
    return {
      signature: { state: 'signed', publicKey, trust: shown },
      needsConsent: trust === 'key-changed',
    };
  }

  /** Remembers, or forgets, the key that comes with what the person agreed to. */
  async accept(
    ownerId: string,
    slug: string,
    signature: PluginSignature,
    now: number,
  ): Promise<void> {
    await this.#database.write((session) => {
      if (signature.state === 'unsigned' || signature.trust === 'bundled') {
        session.run('delete from plugin_author_key where owner_id = ? and slug = ?', ownerId, slug);
        return;
      }
      session.run(
        `insert into plugin_author_key (owner_id, slug, public_key, trusted_at) values (?, ?, ?, ?)
         on conflict do update set public_key = excluded.public_key,
           trusted_at = case public_key when excluded.public_key then trusted_at else excluded.trusted_at end`,
        ownerId,
        slug,
        signature.publicKey,
        now,
      );
    });
  }
}
