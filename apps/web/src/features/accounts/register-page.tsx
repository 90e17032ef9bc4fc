/** Under construction in this commit. */
export function RegisterPage() {
  return null;
}
