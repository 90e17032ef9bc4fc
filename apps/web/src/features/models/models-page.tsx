/** Under construction in this commit. */
export function ModelsPage() {
  return null;
}
