import type {
  AvailablePlugin,
  InstalledPlugin,
  PermissionText,
  PluginDetail,
  PluginLogLine,
  PluginOperation,
  PluginPolicy,
  PluginRegistry,
} from '@braindrive/contracts';

const dayMs = 86_400_000;
const daysAgo = (days: number): Date => new Date(Date.now() - days * dayMs);

const offer = (
  name: string,
  version: string,
  description: string,
  rest: Partial<AvailablePlugin> &
    Pick<AvailablePlugin, 'icon' | 'category' | 'contributes' | 'permissions'>,
): AvailablePlugin => ({
  registryId: 'braindrive',
  registryName: 'BrainDrive index',
  slug: name.toLowerCase().replaceAll(/[^a-z]+/g, '-'),
  name,
  version,
  description,
  authorName: 'BrainDrive',
  tags: [],
  isSigned: true,
  runsOffline: !rest.permissions.includes('http'),
  sizeBytes: 412_000,
  publishedAt: daysAgo(10),
  installedVersion: null,
  refusal: null,
  ...rest,
});

/** What the sources offer: every state of a card. */
export const catalogue: readonly AvailablePlugin[] = [
  offer(
    'Documents',
    '2.3.1',
    'Ask questions about your own files and see the passage each answer came from.',
    {
      icon: 'file-search',
      category: 'documents',
      contributes: '2 blocks, 1 chat tool',
      permissions: ['storage', 'ai'],
      publishedAt: daysAgo(1),
      installedVersion: '2.3.1',
    },
  ),
  offer(
    'Feed Reader',
    '1.5.0',
    'Follows sites and sums up what is new, every morning or whenever you ask.',
    {
      icon: 'rss',
      category: 'automation',
      contributes: '3 blocks, 1 job',
      permissions: ['http', 'schedule', 'storage', 'ai', 'notify'],
      publishedAt: daysAgo(2),
      installedVersion: '1.4.2',
    },
  ),
  offer(
    'Web Clipper',
    '2.1.0',
    'Saves a page as clean text that your models can read and search.',
    {
      icon: 'scissors',
      category: 'documents',
      contributes: '1 block, 1 chat tool',
      isSigned: false,
      authorName: 'Ada Example',
      permissions: ['http', 'storage'],
      publishedAt: daysAgo(3),
    },
  ),
  offer('Charts', '3.0.2', 'Bars, lines and key figures from any plugin query or pasted table.', {
    icon: 'chart-bar',
    category: 'blocks',
    contributes: '6 blocks',
    permissions: [],
    publishedAt: daysAgo(4),
    installedVersion: '3.0.1',
  }),
  offer(
    'To-do',
    '1.8.0',
    'One list for people and models: let a chat add, sort and finish things.',
    {
      icon: 'checkbox',
      category: 'blocks',
      contributes: '2 blocks, 3 chat tools',
      permissions: ['storage'],
      publishedAt: daysAgo(5),
      installedVersion: '1.8.0',
    },
  ),
  offer(
    'Dictation',
    '0.9.4',
    'Speak instead of typing. Speech is turned into text on this machine.',
    {
      icon: 'microphone',
      category: 'chat',
      contributes: '1 block',
      permissions: ['native'],
      authorName: 'Voice Lab',
      publishedAt: daysAgo(6),
      refusal: 'Needs BrainDrive 2.0 or newer.',
    },
  ),
  offer(
    'Ollama',
    '1.2.0',
    'Uses the models of an Ollama server, here or elsewhere in your network.',
    {
      icon: 'server-2',
      category: 'models',
      contributes: '1 model provider',
      permissions: ['http'],
      publishedAt: daysAgo(7),
      installedVersion: '1.2.0',
    },
  ),
  offer(
    'Translator',
    '1.1.3',
    'Two columns, any two languages, with your own glossary of fixed terms.',
    {
      icon: 'language',
      category: 'chat',
      contributes: '1 block, 1 page',
      permissions: ['ai'],
      authorName: 'Lingua',
      publishedAt: daysAgo(8),
    },
  ),
  offer('Calendar', '2.0.0', 'Reads a calendar feed and lets a chat look up when you are free.', {
    icon: 'calendar',
    category: 'automation',
    contributes: '2 blocks, 1 chat tool',
    permissions: ['http', 'secrets'],
    authorName: 'Ada Example',
    publishedAt: daysAgo(9),
  }),
  offer(
    'Mail Drafts',
    '1.0.6',
    'Writes answers to letters and mails in your tone and leaves sending to you.',
    {
      icon: 'mail',
      category: 'automation',
      contributes: '1 page, 2 chat tools',
      permissions: ['secrets', 'ai'],
      authorName: 'Post Office',
      publishedAt: daysAgo(11),
    },
  ),
  offer(
    'Places',
    '0.8.2',
    'Keeps addresses and opening hours, and lets a chat plan a round trip.',
    {
      icon: 'map-pin',
      category: 'blocks',
      contributes: '2 blocks',
      permissions: ['http', 'storage'],
      isSigned: false,
      authorName: 'Ada Example',
      publishedAt: daysAgo(12),
    },
  ),
  offer(
    'Quiet Themes',
    '1.3.0',
    'Six colour sets and a book face for long reading, for light and dark.',
    {
      icon: 'palette',
      category: 'appearance',
      contributes: '6 themes',
      permissions: [],
      publishedAt: daysAgo(13),
      installedVersion: '1.3.0',
    },
  ),
  offer(
    'Donaudampfschifffahrtsgesellschaftskapitaenskajuetenverwaltung',
    '12.104.3-beta.27',
    'Pneumonoultramicroscopicsilicovolcanoconiosis and other very long words that no card was made for, in a description that goes on for much longer than the two lines that it is given here.',
    {
      icon: 'no-such-icon',
      category: 'other',
      contributes: '14 blocks, 12 chat tools, 3 pages, 2 jobs',
      permissions: [
        'http',
        'storage',
        'ai',
        'conversations',
        'secrets',
        'events',
        'schedule',
        'notify',
      ],
      authorName: 'The Worshipful Company of Very Long Plugin Names and Their Descriptions',
      publishedAt: daysAgo(14),
    },
  ),
];

export const registries: readonly PluginRegistry[] = [
  {
    id: 'braindrive',
    name: 'BrainDrive index',
    url: null,
    state: 'ready',
    fetchedAt: new Date(),
    error: null,
    pluginCount: 12,
  },
  {
    id: 'home',
    name: 'plugins.home.example',
    url: 'https://plugins.home.example/index.json',
    state: 'ready',
    fetchedAt: new Date(),
    error: null,
    pluginCount: 1,
  },
];
export const brokenRegistries: readonly PluginRegistry[] = [
  ...registries.slice(0, 1),
  {
    id: 'home',
    name: 'plugins.home.example',
    url: 'https://plugins.home.example/index.json',
    state: 'old',
    fetchedAt: daysAgo(2),
    error: 'plugins.home.example does not answer.',
    pluginCount: 1,
  },
  {
    id: 'team',
    name: 'team.example',
    url: 'https://team.example/plugins/index.json',
    state: 'failed',
    fetchedAt: null,
    error: 'The index of team.example is not signed by the key it was added with.',
    pluginCount: 0,
  },
];

const installed = (
  slug: string,
  rest: Partial<InstalledPlugin> & Pick<InstalledPlugin, 'name' | 'version'>,
): InstalledPlugin => ({
  id: `01980000-0000-7000-8000-${slug
    .padEnd(12, '0')
    .slice(0, 12)
    .replaceAll(/[^a-f0-9]/g, '0')}`,
  slug,
  digest: 'ab'.repeat(32),
  description: 'Follows sites and sums up what is new, every morning or whenever you ask.',
  authorName: 'BrainDrive',
  icon: 'puzzle',
  category: 'other',
  tags: [],
  state: 'enabled',
  runState: 'idle',
  ui: null,
  background: null,
  granted: {},
  isBundled: false,
  isRequired: false,
  signature: { state: 'signed', publicKey: 'k', trust: 'same-key' },
  components: [],
  pages: [],
  settingsPages: [],
  problem: null,
  update: null,
  installedAt: daysAgo(40),
  updatedAt: daysAgo(12),
  keptUntil: null,
  ...rest,
});

export const feedReader = installed('feed-reader', {
  name: 'Feed Reader',
  version: '1.4.2',
  icon: 'rss',
  category: 'automation',
  runState: 'running',
  tags: ['news', 'summaries'],
  update: { version: '1.5.0', needsConsent: true, isFailed: false },
});
const page = { id: 'lists', title: 'Lists', icon: 'check', component: 'Lists', order: 500 };

/** What one person has: every state of a row. */
export const plugins: readonly InstalledPlugin[] = [
  installed('charts', {
    name: 'Charts',
    version: '3.0.1',
    icon: 'chart-bar',
    category: 'blocks',
    runState: 'none',
    update: { version: '3.0.2', needsConsent: false, isFailed: false },
  }),
  installed('chat', {
    name: 'Chat',
    version: '1.0.0',
    icon: 'message',
    category: 'chat',
    isBundled: true,
    isRequired: true,
    runState: 'none',
    signature: { state: 'unsigned' },
  }),
  installed('documents', {
    name: 'Documents',
    version: '2.3.1',
    icon: 'file-search',
    category: 'documents',
    runState: 'starting',
  }),
  feedReader,
  installed('ollama', {
    name: 'Ollama',
    version: '1.2.0',
    icon: 'server-2',
    category: 'models',
    isBundled: true,
    signature: { state: 'unsigned' },
  }),
  installed('photo-sorter', {
    name: 'Photo Sorter',
    version: '0.4.0',
    icon: 'photo',
    category: 'documents',
    authorName: 'Ada Example',
    signature: { state: 'unsigned' },
    runState: 'quarantined',
    problem: {
      code: 'INTERNAL',
      message: 'Photo Sorter crashed 5 times in 10 min and is off.',
      retryAfterMs: null,
      requestId: null,
    },
  }),
  installed('quiet-themes', {
    name: 'Quiet Themes',
    version: '1.3.0',
    icon: 'palette',
    category: 'appearance',
    state: 'disabled',
    runState: 'none',
  }),
  installed('to-do', {
    name: 'To-do',
    version: '1.8.0',
    icon: 'checkbox',
    category: 'blocks',
    pages: [page],
    ui: { mode: 'realm', baseUrl: '/none/', shared: {}, preload: [] },
    update: { version: '1.9.0', needsConsent: false, isFailed: true },
  }),
];
export const kept: readonly InstalledPlugin[] = [
  installed('weather', {
    name: 'Weather',
    version: '0.9.1',
    icon: 'sun',
    category: 'blocks',
    state: 'uninstalled',
    keptUntil: daysAgo(-22),
  }),
];

const permission = (
  name: PermissionText['permission'],
  title: string,
  explanation: string,
  rest: Partial<PluginDetail['grants'][number]> = {},
) => ({
  permission: name,
  title,
  explanation,
  reason: null,
  isBroad: false,
  change: 'new' as const,
  isDenied: false,
  ...rest,
});
const internet = permission(
  'http',
  'Read any public web page',
  'Addresses inside your network stay closed.',
  {
    isBroad: true,
    reason: 'To fetch what you save',
  },
);
const storage = permission(
  'storage',
  'Store up to 200 MB',
  'Its own shelf. No other plugin can look inside.',
);
const models = permission(
  'ai',
  'Use your models, up to 50,000 tokens a day',
  'You can change the limit later.',
  {
    reason: 'To clean and sum up pages',
  },
);

const steps = (
  now: number,
  texts: readonly string[] = [],
  failed = false,
): PluginOperation['steps'] =>
  (['fetch', 'check', 'compatibility', 'consent', 'install', 'ready'] as const).map(
    (name, index) => ({
      name,
      state: index < now ? 'done' : index > now ? 'waiting' : failed ? 'failed' : 'running',
      text: texts[index] ?? '',
    }),
  );
const checked = [
  '412 kB in 0.8 s',
  '38 files, all digests match',
  'needs ^1.2, you run 1.4',
  '3 permissions',
];

export const operationId = '01980000-0000-7000-8000-00000000000f';
const clipper: NonNullable<PluginOperation['plugin']> = {
  slug: 'web-clipper',
  version: '2.1.0',
  previousVersion: null,
  name: 'Web Clipper',
  description: 'Saves a page as clean text that your models can read and search.',
  authorName: 'Ada Example',
  icon: 'scissors',
  category: 'documents',
  signature: { state: 'unsigned' },
  mode: 'frame',
  permissions: [internet, storage, models],
  limits:
    'It cannot read your conversations, files or keys. Because nobody signed it, its screens run in a closed frame.',
  notes: null,
  contributes: ['1 block', '1 chat tool'],
};
const operation = (rest: Partial<PluginOperation>): PluginOperation => ({
  id: operationId,
  kind: 'install',
  state: 'running',
  source: { kind: 'github', repository: 'example/web-clipper', tag: null },
  steps: steps(0),
  receivedBytes: 0,
  totalBytes: null,
  plugin: null,
  error: null,
  failedStep: null,
  installationId: null,
  startedAt: new Date(),
  ...rest,
});

/** One install or update in each of its states. */
export const operations = {
  fetching: operation({ receivedBytes: 268_000, totalBytes: 412_000 }),
  consent: operation({ state: 'consent', steps: steps(3, checked), plugin: clipper }),
  installing: operation({
    steps: steps(4, [...checked, 'Setting up its storage']),
    plugin: clipper,
  }),
  done: operation({
    state: 'done',
    steps: steps(6, checked),
    plugin: {
      ...clipper,
      slug: 'to-do',
      name: 'To-do',
      icon: 'checkbox',
      category: 'blocks',
      version: '1.8.0',
    },
  }),
  failed: operation({
    state: 'failed',
    failedStep: 'check',
    steps: steps(1, ['412 kB in 0.8 s', 'stopped at file 12'], true),
    plugin: null,
    error: {
      code: 'PLUGIN_DIGEST_MISMATCH',
      message:
        'ui/remoteEntry.js is not what the manifest says: its digest differs. The archive was damaged on the way or changed by somebody.',
      retryAfterMs: null,
      requestId: 'req-7f3a',
    },
  }),
  update: operation({
    kind: 'update',
    state: 'consent',
    steps: steps(3, [
      '388 kB in 0.6 s',
      '41 files, all digests match',
      'needs ^1.2, you run 1.4',
      '1 new permission',
    ]),
    source: { kind: 'registry', registryId: 'braindrive', version: '1.5.0' },
    plugin: {
      ...clipper,
      slug: 'feed-reader',
      name: 'Feed Reader',
      icon: 'rss',
      category: 'automation',
      version: '1.5.0',
      previousVersion: '1.4.2',
      signature: { state: 'signed', publicKey: 'k', trust: 'same-key' },
      mode: 'realm',
      permissions: [
        { ...internet, change: 'same', reason: 'To fetch the sites you follow' },
        { ...storage, change: 'same' },
        {
          ...models,
          change: 'wider',
          title: 'Use your models, up to 100,000 tokens a day',
          explanation: 'It was 50,000 until now.',
          reason: 'Longer summaries',
        },
        permission(
          'notify',
          'Show notifications',
          'It can show short texts while you use BrainDrive.',
          { reason: 'To tell you of breaking news' },
        ),
        permission('schedule', 'Work by the clock', 'It no longer works while nobody looks.', {
          change: 'removed',
        }),
      ],
      limits: 'It cannot read your conversations, files or keys.',
      notes:
        '- Summaries can be longer\n- Breaking news as a notification\n- No more work at night',
      contributes: ['3 blocks'],
    },
  }),
} satisfies Record<string, PluginOperation>;

const grant = (rest: ReturnType<typeof permission>, useCount: number, lastUsedAt: Date | null) => ({
  ...rest,
  change: 'same' as const,
  grantedAt: daysAgo(40),
  useCount,
  lastUsedAt,
});

/** Everything about one plugin that is well used. */
export const detail: PluginDetail = {
  ...feedReader,
  readme:
    '# Feed Reader\n\nFollows the sites you name and **sums up** what is new.\n\n- One block per feed, or all of them together\n- Works with any model you have\n- `OPML` in and out\n\n## Getting started\n\nPut the *Feed list* on a page and paste an address. See [the guide](https://example.com/guide).\n\n| Block | Shows |\n|---|---|\n| Feed list | What you follow |\n| News | What is new |\n\n```\nhttps://example.com/feed.xml\n```',
  changelog:
    '## 1.4.2\n\n- Feeds without dates keep their order\n\n## 1.4.1\n\n- Faster on long lists',
  license: 'MIT',
  homepage: 'https://example.com/feed-reader',
  authorUrl: 'https://example.com',
  source: { kind: 'github', repository: 'braindrive/feed-reader', tag: null },
  contributes: {
    components: [],
    pages: [{ id: 'news', title: 'News', component: 'News', order: 500 }],
    settingsPages: [],
    chatTools: [
      {
        name: 'find_news',
        title: 'Find news',
        description: 'Looks for news about a subject in the feeds that you follow.',
        input: {},
        sideEffects: 'none',
      },
      {
        name: 'follow_site',
        title: 'Follow a site',
        description: 'Adds a site to the feeds.',
        input: {},
        sideEffects: 'writes',
      },
    ],
    providers: [],
    jobs: [{ name: 'refresh', title: 'Fetch the feeds', every: '15m' }],
  },
  grants: [
    grant({ ...internet, reason: 'To fetch the sites you follow' }, 1_204, daysAgo(0)),
    grant(storage, 388, daysAgo(0)),
    grant(models, 0, null),
  ],
  settingsSchema: {
    type: 'object',
    properties: {
      language: {
        type: 'string',
        title: 'Language of the summaries',
        enum: ['English', 'Deutsch', 'Français'],
        default: 'English',
      },
      itemsPerFeed: {
        type: 'integer',
        title: 'Items per feed',
        description: 'Older ones are left out.',
        minimum: 1,
        maximum: 100,
        default: 20,
      },
      morning: {
        type: 'boolean',
        title: 'Sum up every morning',
        description: 'At six, before you get up.',
        default: true,
      },
      apiKey: { type: 'string', title: 'Key for paid feeds', secret: true },
    },
    required: ['language'],
  },
  settings: { language: 'English', itemsPerFeed: 20, morning: true },
  secrets: { apiKey: daysAgo(19) },
  autoUpdate: 'patch',
  rollback: { version: '1.4.1', until: daysAgo(-3) },
  sizeBytes: 412_000,
  usage: {
    storageBytes: 48_200_000,
    storageQuotaBytes: 200_000_000,
    tokensToday: 12_480,
    tokensPerDay: 50_000,
    requestsToday: 96,
    callsToday: 412,
    failedCallsToday: 3,
    memoryBytes: 38_000_000,
    memoryLimitBytes: 67_108_864,
  },
  lastErrors: [
    {
      at: daysAgo(0.05),
      message: 'https://broken.example/feed.xml answered 503 three times.',
      stack:
        'Error: 503\n    at fetchFeed (server/index.mjs:214:11)\n    at async refresh (server/index.mjs:88:3)',
    },
  ],
  history: [
    {
      at: daysAgo(12),
      operation: 'upgrade',
      version: '1.4.2',
      outcome: 'done',
      text: 'Updated from 1.4.1',
    },
    {
      at: daysAgo(20),
      operation: 'upgrade',
      version: '1.4.2',
      outcome: 'undone',
      text: '1.4.2 failed its check, back on 1.4.1',
    },
    { at: daysAgo(40), operation: 'install', version: '1.4.0', outcome: 'done', text: 'Installed' },
  ],
};

const line = (secondsAgo: number, level: PluginLogLine['level'], event: string, text: string) => ({
  at: new Date(Date.now() - secondsAgo * 1_000),
  level,
  event,
  text,
});
export const log: readonly PluginLogLine[] = [
  line(610, 'info', 'started', 'ready in 52 ms'),
  line(600, 'info', 'feed-fetched', 'https://example.com/feed.xml, 12 new'),
  line(540, 'debug', 'cache', 'kept 388 items'),
  line(420, 'warn', 'feed-slow', 'https://slow.example/rss answered after 8.2 s'),
  line(300, 'info', 'summary', '3 feeds summed up with qwen3-4b, 1,204 tokens'),
  line(
    120,
    'error',
    'feed-failed',
    'https://broken.example/feed.xml answered 503 three times. It is asked again in an hour, and the items that were read before stay where they are.',
  ),
  line(4, 'info', 'idle', 'nothing to do for 15 min'),
];

export const policies: readonly PluginPolicy[] = [
  { slug: '*', rule: 'allowed', deniedPermissions: ['native'], isNativeTrusted: false },
  { slug: 'chat', rule: 'required', deniedPermissions: [], isNativeTrusted: false },
  {
    slug: 'documents',
    rule: 'default',
    deniedPermissions: ['http', 'conversations'],
    isNativeTrusted: false,
  },
  { slug: 'places', rule: 'denied', deniedPermissions: [], isNativeTrusted: false },
];
