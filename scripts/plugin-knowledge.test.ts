import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { findPluginKnowledge, knowledgeOf } from './plugin-knowledge.ts';

const root = resolve(import.meta.dirname, '..');
const list = JSON.parse(readFileSync(join(root, 'plugins', 'bundled.json'), 'utf8')) as (
  | string
  | { slug: string }
)[];
const slugs = list.map((entry) => (typeof entry === 'string' ? entry : entry.slug));

it('knows no bundled plugin in packages and apps', () => {
  expect(slugs).toContain('chat');
  expect(findPluginKnowledge(root, slugs)).toEqual([]);
});

it.each([
  ["import { provider } from '@braindrive/plugin-ollama';", true],
  ["join(root, 'plugins/ollama/dist')", true],
  ["providerId === 'ollama'", true],
  ["<Link to='/ollama/models'>", true],
  ['// A server such as Ollama.', false],
  ["import { openOllamaFile } from './ollama-file.ts';", false],
])('in %s knows a plugin: %s', (text, isKnown) => {
  expect(knowledgeOf('ollama', false).test(text)).toBe(isKnown);
});

it.each([
  ["path: '/chat/send', // of the REST API", false],
  ["navigate('/chat')", true],
  ["slug === 'chat'", true],
  ["import { ChatService } from './chat/index.ts';", false],
  ["category: 'chat'", false],
])('where core has a noun of that name, %s counts: %s', (text, isKnown) => {
  expect(knowledgeOf('chat', true).test(text)).toBe(isKnown);
});
