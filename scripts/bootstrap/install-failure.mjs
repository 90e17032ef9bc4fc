const offline =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT)\b/;

const explanations = [
  {
    pattern: offline,
    advice:
      'The package registry does not answer. Connect this machine to the network, or point npm at a registry it can reach (npm config set registry <address>), then run the command again.',
  },
  {
    pattern: /\bENOSPC\b/,
    advice:
      'The disk is full. The packages need about 1 GB; free some space, then run the command again.',
  },
  {
    pattern: /\b(EACCES|EPERM|EROFS)\b/,
    advice:
      'npm may not write here. Give your user the right to write into this folder, then run the command again.',
  },
  {
    pattern: /can only install packages when your package\.json and package-lock\.json|\bEUSAGE\b/,
    advice:
      'A package.json was changed and package-lock.json was not. Run "npm install" to bring them together.',
  },
  {
    pattern: /\bEINTEGRITY\b/,
    advice:
      'A downloaded package is not the one the lockfile names. Run "npm cache clean --force" and try again; if it stays, do not use that registry.',
  },
];

/**
 * Turns npm's failure into what happened and the way out.
 * @param {string} output - What npm printed.
 */
export function explainInstallFailure(output) {
  const known = explanations.find(({ pattern }) => pattern.test(output));
  return known?.advice ?? 'The packages could not be installed; npm says why above.';
}
