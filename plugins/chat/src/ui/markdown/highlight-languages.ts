import type { LanguageFn } from 'highlight.js';

interface HighlightLanguage {
  /** What the code head says. */
  readonly label: string;
  readonly load: () => Promise<{ default: LanguageFn }>;
}

/** One lazy chunk per language; a message loads only the languages it shows. */
const languages = {
  bash: { label: 'Shell', load: () => import('highlight.js/lib/languages/bash') },
  c: { label: 'C', load: () => import('highlight.js/lib/languages/c') },
  cpp: { label: 'C++', load: () => import('highlight.js/lib/languages/cpp') },
  csharp: { label: 'C#', load: () => import('highlight.js/lib/languages/csharp') },
  css: { label: 'CSS', load: () => import('highlight.js/lib/languages/css') },
  dart: { label: 'Dart', load: () => import('highlight.js/lib/languages/dart') },
  diff: { label: 'Diff', load: () => import('highlight.js/lib/languages/diff') },
  dockerfile: { label: 'Dockerfile', load: () => import('highlight.js/lib/languages/dockerfile') },
  elixir: { label: 'Elixir', load: () => import('highlight.js/lib/languages/elixir') },
  go: { label: 'Go', load: () => import('highlight.js/lib/languages/go') },
  graphql: { label: 'GraphQL', load: () => import('highlight.js/lib/languages/graphql') },
  haskell: { label: 'Haskell', load: () => import('highlight.js/lib/languages/haskell') },
  http: { label: 'HTTP', load: () => import('highlight.js/lib/languages/http') },
  ini: { label: 'TOML', load: () => import('highlight.js/lib/languages/ini') },
  java: { label: 'Java', load: () => import('highlight.js/lib/languages/java') },
  javascript: { label: 'JavaScript', load: () => import('highlight.js/lib/languages/javascript') },
  json: { label: 'JSON', load: () => import('highlight.js/lib/languages/json') },
  julia: { label: 'Julia', load: () => import('highlight.js/lib/languages/julia') },
  kotlin: { label: 'Kotlin', load: () => import('highlight.js/lib/languages/kotlin') },
  latex: { label: 'LaTeX', load: () => import('highlight.js/lib/languages/latex') },
  less: { label: 'Less', load: () => import('highlight.js/lib/languages/less') },
  lua: { label: 'Lua', load: () => import('highlight.js/lib/languages/lua') },
  makefile: { label: 'Makefile', load: () => import('highlight.js/lib/languages/makefile') },
  markdown: { label: 'Markdown', load: () => import('highlight.js/lib/languages/markdown') },
  nginx: { label: 'nginx', load: () => import('highlight.js/lib/languages/nginx') },
  nix: { label: 'Nix', load: () => import('highlight.js/lib/languages/nix') },
  perl: { label: 'Perl', load: () => import('highlight.js/lib/languages/perl') },
  php: { label: 'PHP', load: () => import('highlight.js/lib/languages/php') },
  powershell: { label: 'PowerShell', load: () => import('highlight.js/lib/languages/powershell') },
  python: { label: 'Python', load: () => import('highlight.js/lib/languages/python') },
  r: { label: 'R', load: () => import('highlight.js/lib/languages/r') },
  ruby: { label: 'Ruby', load: () => import('highlight.js/lib/languages/ruby') },
  rust: { label: 'Rust', load: () => import('highlight.js/lib/languages/rust') },
  scala: { label: 'Scala', load: () => import('highlight.js/lib/languages/scala') },
  scss: { label: 'SCSS', load: () => import('highlight.js/lib/languages/scss') },
  sql: { label: 'SQL', load: () => import('highlight.js/lib/languages/sql') },
  swift: { label: 'Swift', load: () => import('highlight.js/lib/languages/swift') },
  typescript: { label: 'TypeScript', load: () => import('highlight.js/lib/languages/typescript') },
  xml: { label: 'HTML', load: () => import('highlight.js/lib/languages/xml') },
  yaml: { label: 'YAML', load: () => import('highlight.js/lib/languages/yaml') },
} as const satisfies Record<string, HighlightLanguage>;

export type LanguageId = keyof typeof languages;

/** Other names that models write behind a fence, with a label where it differs. */
const aliases: Readonly<Record<string, { readonly id: LanguageId; readonly label?: string }>> = {
  sh: { id: 'bash' },
  shell: { id: 'bash' },
  zsh: { id: 'bash' },
  console: { id: 'bash' },
  'c++': { id: 'cpp' },
  cc: { id: 'cpp' },
  h: { id: 'c' },
  hpp: { id: 'cpp' },
  'c#': { id: 'csharp' },
  cs: { id: 'csharp' },
  patch: { id: 'diff' },
  docker: { id: 'dockerfile' },
  ex: { id: 'elixir' },
  golang: { id: 'go' },
  gql: { id: 'graphql' },
  hs: { id: 'haskell' },
  toml: { id: 'ini' },
  js: { id: 'javascript' },
  jsx: { id: 'javascript', label: 'JSX' },
  mjs: { id: 'javascript' },
  cjs: { id: 'javascript' },
  jsonc: { id: 'json' },
  json5: { id: 'json' },
  jl: { id: 'julia' },
  kt: { id: 'kotlin' },
  tex: { id: 'latex' },
  make: { id: 'makefile' },
  md: { id: 'markdown' },
  pl: { id: 'perl' },
  ps1: { id: 'powershell' },
  pwsh: { id: 'powershell' },
  py: { id: 'python' },
  python3: { id: 'python' },
  rb: { id: 'ruby' },
  rs: { id: 'rust' },
  sass: { id: 'scss', label: 'Sass' },
  postgresql: { id: 'sql' },
  sqlite: { id: 'sql' },
  ts: { id: 'typescript' },
  tsx: { id: 'typescript', label: 'TSX' },
  html: { id: 'xml' },
  svg: { id: 'xml', label: 'SVG' },
  vue: { id: 'xml', label: 'Vue' },
  yml: { id: 'yaml' },
};

export interface NamedLanguage {
  /** Null when it is not highlighted. */
  readonly id: LanguageId | null;
  readonly label: string;
}

const isLanguageId = (name: string): name is LanguageId => Object.hasOwn(languages, name);

/** What the word behind a fence means; the rest of the line is ignored. */
export function languageNamed(info: string | undefined): NamedLanguage {
  const word = (info ?? '').trim().split(/[\s,{]/, 1)[0] ?? '';
  const name = word.toLowerCase();
  if (isLanguageId(name)) return { id: name, label: languages[name].label };
  const alias = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
  if (alias !== undefined) {
    return { id: alias.id, label: alias.label ?? languages[alias.id].label };
  }
  const isPlain = name === '' || name === 'text' || name === 'plaintext' || name === 'txt';
  return { id: null, label: isPlain ? 'Text' : word.slice(0, 40) };
}

/** Fetches the grammar of a language. */
export const loadGrammar = async (id: LanguageId): Promise<LanguageFn> =>
  (await languages[id].load()).default;
