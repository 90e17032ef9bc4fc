/** Under construction in this commit. */
export function ModelsPlace() {
  return null;
}
