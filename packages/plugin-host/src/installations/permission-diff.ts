import type { PermissionText } from '@braindrive/contracts';
import { type PermissionName, type Permissions, permissionNames } from '@braindrive/plugin-sdk';

export type PermissionChange = PermissionText['change'];
type Reach = 'same' | 'wider' | 'narrower';

const byNumber = (before: number, after: number): Reach => {
  if (before === after) return 'same';
  return after > before ? 'wider' : 'narrower';
};

/** Anything that was not covered makes it wider, whatever else was given up. */
function byCover(
  before: readonly string[],
  after: readonly string[],
  covers: (granted: string, asked: string) => boolean = (granted, asked) => granted === asked,
): Reach {
  const isCovered = (list: readonly string[], entry: string) =>
    list.some((granted) => covers(granted, entry));
  if (!after.every((entry) => isCovered(before, entry))) return 'wider';
  return before.every((entry) => isCovered(after, entry)) ? 'same' : 'narrower';
}

const isIpAddress = (host: string): boolean => /^[\d.]+(:\d+)?$/.test(host);

/** `*` means public names, so it does not cover a literal address. */
function coversHost(granted: string, asked: string): boolean {
  if (granted === asked) return true;
  if (granted === '*') return !isIpAddress(asked);
  return granted.startsWith('*.') && asked !== '*' && asked.endsWith(granted.slice(1));
}

type Value<Name extends PermissionName> = NonNullable<Permissions[Name]>;
const comparisons: {
  readonly [Name in PermissionName]: (before: Value<Name>, after: Value<Name>) => Reach;
} = {
  storage: (before, after) => byNumber(before.quotaMB, after.quotaMB),
  http: (before, after) => byCover(before.hosts, after.hosts, coversHost),
  ai: (before, after) => byNumber(before.tokensPerDay, after.tokensPerDay),
  conversations: (before, after) =>
    byNumber(Number(before.access === 'write'), Number(after.access === 'write')),
  secrets: () => 'same',
  events: (before, after) => {
    const reaches = [byCover(before.hears, after.hears), byCover(before.shares, after.shares)];
    if (reaches.includes('wider')) return 'wider';
    return reaches.includes('narrower') ? 'narrower' : 'same';
  },
  schedule: () => 'same',
  notify: () => 'same',
  native: () => 'same',
};

/** What becomes of one permission; null when neither has it. */
export function changeOf<Name extends PermissionName>(
  name: Name,
  before: Permissions,
  after: Permissions,
): PermissionChange | null {
  const granted = before[name];
  const asked = after[name];
  if (granted === undefined) return asked === undefined ? null : 'new';
  if (asked === undefined) return 'removed';
  return comparisons[name](granted, asked);
}

/** True when `after` reaches anything that `before` does not: then the person is asked. */
export const isWidened = (before: Permissions, after: Permissions): boolean =>
  permissionNames.some((name) => {
    const change = changeOf(name, before, after);
    return change === 'new' || change === 'wider';
  });
