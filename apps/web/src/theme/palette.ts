import type { MantineColorsTuple } from '@mantine/core';

const steps = (hex: string): MantineColorsTuple =>
  hex.split(' ').map((step) => `#${step}`) as unknown as MantineColorsTuple;

/** The colours of the design, steps 0 (lightest) to 9. `gray` is paper, `dark` is ink. */
export const palette = {
  petrol: steps('f1f9fa def1f2 c0e4e7 94d3d7 60c1c9 2aa6b2 0b8795 036877 044f5d 07353f'),
  gray: steps('fcfbf9 f7f5f2 efece8 e3e0db d1cdc7 949089 6e6a63 54514a 36322d 1e1b17'),
  dark: steps('e3e7e8 b5bcbf 97a0a3 6f787b 404a4d 2d3639 21292c 181f21 111719 0a0f11'),
  green: steps('f1faf3 def4e2 bfe9c8 97d8a7 6fc689 4caa6b 358b53 226d3d 1b532f 12381f'),
  yellow: steps('fdf6ee faead7 f6d7b1 ebbc83 dda355 c2862d a16a15 7f5102 613e05 412905'),
  red: steps('fff5f4 fee7e4 fecfcb feaea6 ff8880 e6655f bf4d49 983835 752a28 4f1c1a'),
  blue: steps('f3f8fe e1eeff c7dffe a0c9fe 79b2fc 5996e2 4379bc 305d96 244773 18304e'),
} as const;
