/** Four bars: 0 nothing or too short, 4 very strong. */
export interface PasswordStrength {
  readonly bars: 0 | 1 | 2 | 3 | 4;
  readonly word: string;
}

const minLength = 12;
const words = ['Too short', 'Weak', 'Fair', 'Strong', 'Very strong'] as const;
const common = /password|passwort|qwert|asdf|letmein|welcome|iloveyou|braindrive|12345|abcde/gi;

const alphabets = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/\d/, 10],
  [/[^a-zA-Z\d]/, 33],
] as const;

/**
 * A rough count of bits: known words count as one sign, repeated and neighbouring signs as a quarter. Good enough to
 * show that length helps most; the host asks only for the length.
 */
function roughBits(password: string): number {
  const text = password.replace(common, '~');
  const alphabet = alphabets.reduce((sum, [kind, size]) => sum + (kind.test(text) ? size : 0), 0);
  let signs = 0;
  for (let at = 0; at < text.length; at += 1) {
    const step = Math.abs(text.charCodeAt(at) - text.charCodeAt(at - 1));
    signs += step <= 1 ? 0.25 : 1;
  }
  return signs * Math.log2(Math.max(2, alphabet));
}

/** How hard a password is to guess, for the bars under its field. */
export function passwordStrength(password: string): PasswordStrength {
  if (password.length < minLength) return { bars: 0, word: words[0] };
  const bits = roughBits(password);
  const bars = bits < 40 ? 1 : bits < 60 ? 2 : bits < 90 ? 3 : 4;
  return { bars, word: words[bars] };
}
