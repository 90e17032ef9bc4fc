/**
 * Writes one line of progress for the person at the terminal. It goes to standard error, so that
 * what the job itself prints on standard output stays clean.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Renders a duration for people: `0.4 s`, `12.3 s`, `2 min 5 s`.
 * @param {number} elapsedMs
 */
export function formatElapsed(elapsedMs) {
  if (elapsedMs < 60_000) return `${(elapsedMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(elapsedMs / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
