/** Under construction in this commit. */
export function SettingsPlace() {
  return null;
}
