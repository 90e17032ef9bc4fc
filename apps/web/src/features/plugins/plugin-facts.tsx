import type { InstalledPlugin } from '@braindrive/contracts';
import classes from './plugins.module.css';

/** Who made it, and whether a signature vouches for that. */
export function AuthorLine({ authorName, isSigned }: { authorName: string; isSigned: boolean }) {
  return (
    <span className={classes.author}>
      {authorName}, {isSigned ? 'signed' : <span className={classes.unsigned}>not signed</span>}
    </span>
  );
}

/** What comes with the host was checked with it, signed or not. */
export const isTrusted = ({ signature, isBundled }: InstalledPlugin): boolean =>
  isBundled || signature.state === 'signed';
