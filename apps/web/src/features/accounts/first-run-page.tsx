/** Under construction in this commit. */
export function FirstRunPage() {
  return null;
}
