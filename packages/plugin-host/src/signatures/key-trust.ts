import type { SignatureCheck } from './signed-document.ts';

/**
 * What a signature says to somebody who knows an earlier version, or nothing yet. `key-changed` and `became-unsigned`
 * need consent: the update may come from somebody else.
 */
export type KeyTrust = 'unsigned' | 'first-seen' | 'same-key' | 'key-changed' | 'became-unsigned';

/**
 * Trust on first use.
 * @param known - Key of the installed version; null when it is unsigned; undefined when none is installed.
 * @param signature - A valid one, or none. An invalid one is refused before anybody is asked.
 */
export function keyTrust(
  known: string | null | undefined,
  signature: Exclude<SignatureCheck, { state: 'invalid' }>,
): KeyTrust {
  if (signature.state === 'unsigned')
    return typeof known === 'string' ? 'became-unsigned' : 'unsigned';
  if (typeof known !== 'string') return 'first-seen';
  return signature.publicKey === known ? 'same-key' : 'key-changed';
}
