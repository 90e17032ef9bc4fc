/** Under construction in this commit. */
export function ConnectionsPage() {
  return null;
}
