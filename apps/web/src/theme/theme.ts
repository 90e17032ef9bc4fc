import {
  type CSSVariablesResolver,
  createTheme,
  type MantineThemeOverride,
  rem,
  virtualColor,
} from '@mantine/core';
import { palette } from './palette.ts';

const scale = (xs: number, sm: number, md: number, lg: number, xl: number) => ({
  xs: rem(xs),
  sm: rem(sm),
  md: rem(md),
  lg: rem(lg),
  xl: rem(xl),
});

const buttonHeights = { xs: rem(28), sm: rem(32), md: rem(40) } as const;
const heightOf = (size: unknown) => buttonHeights[size as keyof typeof buttonHeights] ?? rem(32);

const field = {
  vars: () => ({
    wrapper: { '--input-height': rem(36), '--input-fz': rem(14), '--input-padding': rem(12) },
  }),
};

/**
 * Component settings are plain objects rather than `Button.extend(…)`, so that the theme does not pull every
 * component it styles into the first chunk.
 */
const components: NonNullable<MantineThemeOverride['components']> = {
  Button: {
    defaultProps: { variant: 'default', size: 'sm' },
    vars: (_theme: unknown, props: { size?: unknown }) => ({
      root: {
        '--button-height': heightOf(props.size),
        '--button-fz': props.size === 'md' ? rem(14) : rem(13),
        '--button-padding-x':
          props.size === 'xs' ? rem(10) : props.size === 'md' ? rem(16) : rem(12),
        '--button-radius': props.size === 'md' ? rem(10) : rem(8),
      },
    }),
  },
  Checkbox: { defaultProps: { iconColor: 'var(--mantine-color-accent-contrast)', size: 'xs' } },
  Radio: { defaultProps: { iconColor: 'var(--mantine-color-accent-contrast)', size: 'xs' } },
  Switch: { defaultProps: { size: 'sm', withThumbIndicator: false } },
  Input: field,
  InputWrapper: {
    vars: () => ({
      label: { '--input-label-size': rem(13) },
      description: { '--input-description-size': rem(12) },
      error: { '--input-error-size': rem(12) },
    }),
    defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] },
  },
};

/** The design's tokens as a Mantine theme. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  black: palette.gray[9],
  colors: {
    ...palette,
    accent: virtualColor({ name: 'accent', light: 'petrol', dark: 'petrol' }),
    danger: virtualColor({ name: 'danger', light: 'red', dark: 'red' }),
  },
  fontFamily: 'var(--bd-sans)',
  fontFamilyMonospace: 'var(--bd-mono)',
  fontSizes: scale(12, 13, 14, 16, 18),
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '27px', xl: '26px' },
  spacing: scale(8, 12, 16, 24, 32),
  radius: scale(4, 6, 8, 12, 16),
  defaultRadius: 'md',
  shadows: {
    xs: 'var(--bd-shadow-1)',
    sm: 'var(--bd-shadow-1)',
    md: 'var(--bd-shadow-2)',
    lg: 'var(--bd-shadow-2)',
    xl: 'var(--bd-shadow-3)',
  },
  headings: {
    fontFamily: 'var(--bd-sans)',
    fontWeight: '600',
    sizes: {
      h1: { fontSize: rem(28), lineHeight: '36px' },
      h2: { fontSize: rem(22), lineHeight: '30px' },
      h3: { fontSize: rem(18), lineHeight: '26px' },
      h4: { fontSize: rem(14), lineHeight: '20px' },
    },
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components,
});

const roles = {
  '--mantine-color-body': 'var(--bd-sheet)',
  '--mantine-color-text': 'var(--bd-text)',
  '--mantine-color-dimmed': 'var(--bd-text-3)',
  '--mantine-color-placeholder': 'var(--bd-text-3)',
  '--mantine-color-error': 'var(--bd-danger)',
  '--mantine-color-default': 'var(--bd-raised)',
  '--mantine-color-default-hover': 'var(--bd-hover)',
  '--mantine-color-default-color': 'var(--bd-text)',
  '--mantine-color-default-border': 'var(--bd-line-strong)',
  '--mantine-color-accent-light': 'var(--bd-accent-soft)',
  '--mantine-color-accent-light-color': 'var(--bd-accent-ink)',
  '--mantine-color-accent-filled-hover': 'var(--bd-accent-hover)',
};

/**
 * Points Mantine's own roles at the design's. The `--bd-*` values themselves are in a static stylesheet made from
 * `design-tokens.ts`, because the page has to look right before a script runs.
 */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: roles,
  dark: roles,
});
