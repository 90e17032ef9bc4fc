/** Under construction in this commit. */
export function SignInPage() {
  return null;
}
