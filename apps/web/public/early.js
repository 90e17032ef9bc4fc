// Runs before the first paint, so that a dark page is never white for a moment, and so that the
// skeleton of the shell is only drawn for somebody who was signed in.
(() => {
  const root = document.documentElement;
  let scheme = 'auto';
  try {
    scheme = localStorage.getItem('mantine-color-scheme-value') ?? 'auto';
    if (localStorage.getItem('bd.signed-in') !== null) root.dataset.signedIn = '';
  } catch {
    // Storage is refused in some private windows; the system's scheme is used then.
  }
  const isDark =
    scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light');
})();

// Every page begins with this call (see src/early-boot.ts), so it is under way while the app is fetched.
globalThis.braindriveBoot = fetch('/trpc/instance.boot');
globalThis.braindriveBoot.catch(() => {});
