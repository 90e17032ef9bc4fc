import type { PermissionText } from '@braindrive/contracts';
import {
  type Manifest,
  type PermissionName,
  type Permissions,
  permissionNames,
} from '@braindrive/plugin-sdk';
import { changeOf } from './permission-diff.ts';

interface Words {
  readonly title: string;
  readonly explanation: string;
  readonly isBroad: boolean;
}
type Value<Name extends PermissionName> = NonNullable<Permissions[Name]>;

const number = new Intl.NumberFormat('en');
const broadTokensPerDay = 1_000_000;
const broadHosts = 10;
const shownNames = 3;

/** "a", "a and b", "a, b and 4 more". */
function shownList(names: readonly string[], shown = shownNames): string {
  if (names.length > shown) {
    return `${names.slice(0, shown - 1).join(', ')} and ${names.length - shown + 1} more`;
  }
  const last = names.at(-1) ?? 'nothing';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

const isLiteralAddress = (host: string): boolean => /^\d+(\.\d+){3}(:\d+)?$/.test(host);
const isWide = (host: string): boolean => host.startsWith('*.') && host.split('.').length < 3;
const shownHost = (host: string): string =>
  host.startsWith('*.') ? `all of ${host.slice(2)}` : host;

function httpWords({ hosts }: Value<'http'>): Words {
  if (hosts.includes('*')) {
    return {
      title: 'Read any public web page',
      explanation: 'It may also send data there. Addresses inside your network stay closed.',
      isBroad: true,
    };
  }
  const isLocal = hosts.some(isLiteralAddress);
  return {
    title: `Talk to ${shownList(hosts.map(shownHost))}`,
    explanation: isLocal
      ? `Only these servers: ${hosts.map(shownHost).join(', ')}. One of them is named by its address and may be inside your network.`
      : `Only these servers: ${hosts.map(shownHost).join(', ')}. It may read from them and send to them.`,
    isBroad: isLocal || hosts.length > broadHosts || hosts.some(isWide),
  };
}

function eventWords({ hears, shares }: Value<'events'>): Words {
  const explanation = [
    hears.length > 0 ? `It hears ${hears.join(', ')}.` : '',
    shares.length > 0 ? `Other plugins may hear its ${shares.join(', ')}.` : '',
  ];
  if (hears.length === 0 && shares.length === 0) {
    return {
      title: 'Send events between its own parts',
      explanation: 'No other plugin hears them.',
      isBroad: false,
    };
  }
  return {
    title:
      hears.length > 0
        ? `Hear events of other plugins: ${shownList(hears)}`
        : `Let other plugins hear its events: ${shownList(shares)}`,
    explanation: explanation.filter((text) => text !== '').join(' '),
    isBroad: false,
  };
}

const shownInterval = (every: string): string =>
  every.replace(
    /^(\d+)(m|h|d)$/,
    (_, count: string, unit: 'm' | 'h' | 'd') =>
      `${count} ${{ m: 'min', h: 'h', d: count === '1' ? 'day' : 'days' }[unit]}`,
  );

const words: {
  readonly [Name in PermissionName]: (value: Value<Name>, manifest: Manifest) => Words;
} = {
  storage: ({ quotaMB }) => ({
    title: `Store up to ${number.format(quotaMB)} MB`,
    explanation: 'Its own shelf. No other plugin can look inside.',
    isBroad: quotaMB > 2_048,
  }),
  http: httpWords,
  ai: ({ tokensPerDay }) => ({
    title: `Use your models, up to ${number.format(tokensPerDay)} tokens a day`,
    explanation:
      'What it asks goes to the models you set up. At the limit it waits for the next day.',
    isBroad: tokensPerDay > broadTokensPerDay,
  }),
  conversations: ({ access }) => ({
    title: access === 'write' ? 'Read and change your conversations' : 'Read your conversations',
    explanation:
      access === 'write'
        ? 'All of them: it may add, change and remove messages in your name.'
        : 'All of them. It cannot change any.',
    isBroad: true,
  }),
  secrets: () => ({
    title: 'Read the keys you enter in its settings',
    explanation: 'Its own only. Keys of connections and of other plugins stay closed.',
    isBroad: false,
  }),
  events: eventWords,
  schedule: (_, manifest) => ({
    title: 'Work while nobody is looking',
    explanation:
      manifest.contributes.jobs.length === 0
        ? 'It may plan work for later.'
        : `${manifest.contributes.jobs
            .map(({ title, every }) => `${title}: every ${shownInterval(every)}`)
            .join('. ')}.`,
    isBroad: false,
  }),
  notify: () => ({
    title: 'Show you notifications',
    explanation: 'In BrainDrive, with its name on them.',
    isBroad: false,
  }),
  native: () => ({
    title: 'Run native code on this machine',
    explanation:
      'It can start programs and read what BrainDrive can read. Only the owner can allow it.',
    isBroad: true,
  }),
};

function wordsOf<Name extends PermissionName>(
  name: Name,
  permissions: Permissions,
  manifest: Manifest,
): Words | null {
  const value = permissions[name];
  return value === undefined ? null : words[name](value, manifest);
}

const order: readonly PermissionText['change'][] = ['new', 'wider', 'same', 'narrower', 'removed'];

/**
 * What a version asks for, in words that a person reads before it runs: what is new first, what it gives up last.
 * @param granted - What the person granted before; null at the first install, where nothing is called new.
 */
export function permissionTexts(
  manifest: Manifest,
  options: {
    readonly granted: Permissions | null;
    readonly denied: ReadonlySet<PermissionName>;
  },
): PermissionText[] {
  const asked = manifest.permissions;
  const granted = options.granted ?? asked;
  const texts = permissionNames.flatMap((name): PermissionText[] => {
    const change = changeOf(name, granted, asked);
    const text = wordsOf(name, asked, manifest) ?? wordsOf(name, granted, manifest);
    if (change === null || text === null) return [];
    return [
      {
        permission: name,
        ...text,
        reason: asked[name]?.reason ?? null,
        change: options.granted === null ? 'new' : change,
        isDenied: options.denied.has(name),
      },
    ];
  });
  return texts.toSorted((left, right) => order.indexOf(left.change) - order.indexOf(right.change));
}

/** What a plugin cannot do, in one or two sentences. */
export function limitsText(
  manifest: Manifest,
  ui: { readonly mode: 'realm' | 'frame' | 'none'; readonly isSigned: boolean },
): string {
  const { conversations, native } = manifest.permissions;
  const closed = [
    ...(conversations === undefined ? ['your conversations'] : []),
    ...(native === undefined ? ['files of this machine'] : []),
    'keys of your connections',
  ];
  const sentence = `It cannot read ${closed.slice(0, -1).join(', ')}${closed.length > 1 ? ' or ' : ''}${closed.at(-1)}.`;
  if (ui.mode === 'none') return sentence;
  if (ui.mode === 'realm') {
    // Code in the page has the person's session: the bridges bind its server half only.
    return `${sentence.replace('It', 'Its server part')} Its screens run in this page and can do there what you can do.`;
  }
  return ui.isSigned
    ? `${sentence} Its screens run in a closed frame.`
    : `${sentence} Because nobody signed it, its screens run in a closed frame.`;
}

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** "2 blocks", "1 chat tool": what a plugin adds. */
export function contributionTexts({ contributes }: Manifest): string[] {
  const { components, pages, settingsPages, chatTools, providers, jobs } = contributes;
  const counts: readonly (readonly [number, string])[] = [
    [components.length, 'block'],
    [pages.length, 'page'],
    [settingsPages.length, 'settings page'],
    [chatTools.length, 'chat tool'],
    [providers.length, 'model provider'],
    [jobs.length, 'job'],
  ];
  return counts.flatMap(([count, noun]) => (count === 0 ? [] : [plural(count, noun)]));
}
