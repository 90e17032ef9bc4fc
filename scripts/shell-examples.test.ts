import { describe, expect, it } from 'vitest';
import { codeBlocks, fileLinks, headingAnchors } from './documentation.ts';
import { type KnownNames, problemOfCommand } from './shell-examples.ts';

const known: KnownNames = {
  npmScripts: ['start', 'test'],
  settings: ['PORT'],
  isFile: (path) => path === 'docker/compose.yml',
  isServed: (method, path) => method === 'POST' && path === '/api/v1/chat/send',
  checkHostFlags: (flags) => {
    if (flags.includes('--fast')) throw new Error('there is no flag --fast');
  },
  checkTestRings: () => undefined,
};

describe('problemOfCommand', () => {
  it.each([
    'npm start',
    'PORT=4000 npm start -- --port 4000',
    'npm install',
    'docker compose -f docker/compose.yml up --build',
    `curl -X POST -d '{"text":"hello there"}' http://127.0.0.1:3000/api/v1/chat/send`,
  ])('accepts %s', (line) => {
    expect(problemOfCommand(line, known)).toBeUndefined();
  });

  it.each([
    ['npm run deploy', 'there is no npm script deploy'],
    ['npm start -- --fast', 'there is no flag --fast'],
    ['COLOUR=red npm start', 'there is no setting COLOUR'],
    ['docker compose -f compose.yml up', 'there is no file compose.yml'],
    ['curl http://127.0.0.1:3000/api/v1/chat/send', 'GET /api/v1/chat/send is not served'],
    ['curl https://example.com', 'https://example.com is not an address of BrainDrive'],
    ['make all', 'make is no program we expect here'],
  ])('finds what is wrong with %s', (line, problem) => {
    expect(problemOfCommand(line, known)).toBe(problem);
  });
});

describe('documentation pages', () => {
  const page = [
    '# A page: of ours',
    '',
    '[other](../other.md#part) and [web](https://example.com)',
    '',
    '```sh',
    'npm start # [not a link](nowhere.md)',
    '```',
  ].join('\n');

  it('have code blocks with language and line', () => {
    expect(codeBlocks(page)).toEqual([
      { language: 'sh', text: 'npm start # [not a link](nowhere.md)', line: 5 },
    ]);
  });

  it('have links to other files of the project', () => {
    expect(fileLinks('docs/guides/page.md', page)).toEqual([
      { path: 'docs/other.md', anchor: 'part' },
    ]);
  });

  it('have an anchor for each heading', () => {
    expect(headingAnchors(page)).toEqual(['a-page-of-ours']);
  });
});
