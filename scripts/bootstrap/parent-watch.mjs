const intervalMs = 500;

/**
 * Notices when npm, which started this process, has ended. A signal to npm reaches only the shell
 * that npm runs scripts in, and that shell dies without passing it on: the host would stay behind.
 * @param {() => void} onGone
 * @param {() => number} [readParentId]
 * @returns {() => void} Stops watching.
 */
export function watchParent(onGone, readParentId = () => process.ppid) {
  const parentId = readParentId();
  const timer = setInterval(() => {
    if (readParentId() === parentId) return;
    clearInterval(timer);
    onGone();
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
