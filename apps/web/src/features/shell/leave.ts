/**
 * Leaves the signed-in pages by loading the next one afresh, so that nothing of the person stays in memory and the
 * WebSocket does not keep their session.
 */
export function leave(path: string): void {
  try {
    localStorage.removeItem('bd.signed-in');
  } catch {
    // Only the skeleton depends on it.
  }
  window.location.assign(path);
}

/** The sign-in page that comes back to where the person is now. */
export function signInPath(location: Pick<Location, 'pathname' | 'search'>): string {
  const next = location.pathname + location.search;
  return next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`;
}

/** The path to go to after signing in; only paths of this host. */
export function nextPath(search: URLSearchParams): string {
  const next = search.get('next');
  return next !== null && /^\/(?![/\\])/.test(next) ? next : '/';
}
