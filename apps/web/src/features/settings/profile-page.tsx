/** Under construction in this commit. */
export function ProfilePage() {
  return null;
}
