import { IconCloud, IconCpu, IconServer, type TablerIcon } from '@braindrive/plugin-sdk/ui';
import type { RouterOutputs } from '../../trpc.ts';

export type Provider = RouterOutputs['connection']['listProviders'][number];

/** Neutral glyphs; providers have no logos here. */
export const providerIcons: Readonly<Record<Provider['icon'], TablerIcon>> = {
  cpu: IconCpu,
  server: IconServer,
  cloud: IconCloud,
};
