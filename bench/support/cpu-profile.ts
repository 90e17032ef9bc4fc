import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Row } from './report.ts';

interface ProfileNode {
  readonly id: number;
  readonly callFrame: {
    readonly functionName: string;
    readonly url: string;
    readonly lineNumber: number;
  };
  readonly children?: readonly number[];
}
interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Package or own folder that a frame belongs to. */
function ownerOf(url: string): string {
  const path = url.startsWith('file:') ? fileURLToPath(url) : url;
  const inPackage = /node_modules\/((?:@[^/]+\/)?[^/]+)(?!.*node_modules)/u.exec(path);
  if (inPackage?.[1] !== undefined) return inPackage[1];
  const own = /\/((?:apps|packages|plugins|plugin-sdk)\/.+?)\/[^/]+$/u.exec(path);
  return own?.[1] ?? (path === '' ? '(engine)' : path.split('/').slice(0, 2).join('/'));
}

function selfTimes(profile: Profile): Map<number, number> {
  const times = new Map<number, number>();
  for (const [index, id] of profile.samples.entries())
    times.set(id, (times.get(id) ?? 0) + (profile.timeDeltas[index] ?? 0));
  return times;
}

function grouped(profile: Profile, keyOf: (node: ProfileNode) => string): [string, number][] {
  const times = selfTimes(profile);
  const groups = new Map<string, number>();
  for (const node of profile.nodes) {
    const key = keyOf(node);
    groups.set(key, (groups.get(key) ?? 0) + (times.get(node.id) ?? 0));
  }
  return [...groups].sort(([, left], [, right]) => right - left);
}

/** Where the time of a `.cpuprofile` went: milliseconds of their own of the dearest functions and owners. */
export function dearest(path: string, count = 40): { functions: Row[]; owners: Row[] } {
  const profile = JSON.parse(readFileSync(path, 'utf8')) as Profile;
  const toRow = ([what, us]: [string, number]): Row => ({ what, ms: us / 1_000 });
  const functions = grouped(profile, ({ callFrame }) => {
    const { functionName, url, lineNumber } = callFrame;
    return `${functionName || '(anonymous)'} ${ownerOf(url)} ${url.split('/').at(-1)}:${lineNumber + 1}`;
  });
  const owners = grouped(profile, ({ callFrame }) =>
    callFrame.url === '' ? callFrame.functionName : ownerOf(callFrame.url),
  );
  return {
    functions: functions.slice(0, count).map(toRow),
    owners: owners.slice(0, count / 2).map(toRow),
  };
}
