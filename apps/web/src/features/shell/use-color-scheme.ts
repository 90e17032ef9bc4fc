import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';

/** The scheme that is shown, and a switch to the other one. */
export function useColorScheme() {
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light') === 'dark';
  return { isDark, toggle: () => setColorScheme(isDark ? 'light' : 'dark') };
}
