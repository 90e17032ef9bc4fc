import { type Finding, finding } from '../finding.ts';
import { type PluginFiles, textOf } from '../plugin-files.ts';

interface Rule {
  readonly number: 'BD401' | 'BD402' | 'BD403' | 'BD404';
  readonly pattern: RegExp;
  readonly message: (file: string) => string;
  readonly fix: string;
}

const noEval =
  'The page forbids it. Use a library that needs none, or the build of it that says so.';
const noRemote = 'Bundle it, or ask for it through permissions.http in the server half.';
const bundled = 'Import it by its own name, so that the one of the host is used.';

const rules: readonly Rule[] = [
  {
    number: 'BD401',
    pattern: /(?<![\w.$])eval\s*\(|\bnew\s+Function\s*\(|(?<![\w.$])Function\s*\(\s*["'`]/,
    message: (file) => `${file} makes code from text (eval or new Function).`,
    fix: noEval,
  },
  {
    number: 'BD401',
    pattern: /(?<![\w$])set(?:Timeout|Interval)\s*\(\s*["'`]/,
    message: (file) => `${file} gives a timer a text instead of a function.`,
    fix: noEval,
  },
  {
    number: 'BD402',
    pattern: /<[a-z][\w-]*\s[^<>]*\bon[a-z]{3,}\s*=\s*\\?["'][^<>]*>|["'`]javascript:/i,
    message: (file) => `${file} has an inline event handler or a javascript: address.`,
    fix: 'Add the listener in code.',
  },
  {
    number: 'BD402',
    pattern:
      /\bimport\s*\(\s*["'`]https?:|<script[^>]+src\s*=\s*\\?["']https?:|@import\s+(?:url\()?["']?https?:/i,
    message: (file) => `${file} loads code or styles from another server.`,
    fix: noRemote,
  },
  {
    number: 'BD403',
    pattern: /__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE\s*=/,
    message: (file) => `${file} carries a copy of React.`,
    fix: bundled,
  },
  {
    number: 'BD403',
    pattern: /__DOM_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE\s*=/,
    message: (file) => `${file} carries a copy of react-dom.`,
    fix: bundled,
  },
  {
    number: 'BD403',
    pattern: /MantineProvider was not found in component tree/,
    message: (file) => `${file} carries a copy of Mantine.`,
    fix: bundled,
  },
  {
    number: 'BD403',
    pattern: /No QueryClient set, use QueryClientProvider to set one/,
    message: (file) => `${file} carries a copy of React Query.`,
    fix: bundled,
  },
  {
    number: 'BD404',
    // Words of the SDK's server runtime, and modules that only Node has.
    pattern:
      /plugin\/no-downgrade|(?:from|import)\s*\(?\s*["']node:|createTRPCCaller|@trpc\/server/,
    message: (file) => `${file} holds code of the server half.`,
    fix: 'Import only types from src/server: import type { Router } from "../server/index.ts".',
  },
];

const readable = /\.(js|mjs|css|html|svg)$/;

/** Zod asks once, inside a try, whether code can be made from text, and does without when it cannot. */
const zodProbe =
  /try\s*\{[^{}]*Function[^{}]*\}\s*catch(?:\s*\([^)]*\))?\s*\{\s*return\s*(?:!1|false)[;\s]*\}/g;

/** What the page's content security policy forbids, what the host provides, and what belongs on the server. */
export function checkUi(files: PluginFiles): Finding[] {
  const findings: Finding[] = [];
  for (const [file, bytes] of files) {
    if (!file.startsWith('ui/') || !readable.test(file)) continue;
    const text = textOf(bytes).replace(zodProbe, '');
    for (const { number, pattern, message, fix } of rules) {
      if (pattern.test(text)) findings.push(finding(number, message(file), fix, file));
    }
  }
  return findings;
}
