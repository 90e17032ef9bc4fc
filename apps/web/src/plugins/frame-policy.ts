import type { InstalledPlugin } from '@braindrive/contracts';
import type { FrameHostOptions } from '@braindrive/plugin-sdk/web/frame';

type Granted = NonNullable<InstalledPlugin['granted']>;
type CallType = Parameters<FrameHostOptions['mayCall']>[0];

/** Procedures of core that a permission opens to a frame. What is not here is closed. */
const opened: readonly {
  readonly isGranted: (granted: Granted) => boolean;
  readonly paths: RegExp;
  readonly types: readonly CallType[];
}[] = [
  {
    isGranted: ({ conversations }) => conversations !== undefined,
    paths: /^conversation\.(?:list|get|search)$/,
    types: ['query'],
  },
  {
    isGranted: ({ conversations }) => conversations?.access === 'write',
    paths: /^conversation\.(?:update|rename|archive|pin)$/,
    types: ['mutation'],
  },
  { isGranted: ({ ai }) => ai !== undefined, paths: /^model\.list$/, types: ['query'] },
];

/** What a framed plugin may call: its own router, and of core what its person granted. */
export function createFramePolicy({
  slug,
  granted,
}: Pick<InstalledPlugin, 'slug' | 'granted'>): Pick<FrameHostOptions, 'mayCall' | 'maySend'> {
  const own = `plugins.${slug}.`;
  return {
    mayCall: (type, path) =>
      path.startsWith(own) ||
      opened.some(
        ({ isGranted, paths, types }) =>
          types.includes(type) && paths.test(path) && isGranted(granted),
      ),
    maySend: granted.conversations?.access === 'write',
  };
}
