import { expect, it } from 'vitest';
import { firstFilesAt, type InstalledPlugin } from './first-files.ts';

const page = (id: string, path: string | undefined, order: number) =>
  ({ id, path, order, title: id, component: id }) as InstalledPlugin['pages'][number];

function plugin(slug: string, rest: Partial<InstalledPlugin>): InstalledPlugin {
  const ui = { mode: 'realm', baseUrl: `/plugins/${slug}/1/`, shared: {}, preload: ['ui/a.js'] };
  return { slug, state: 'enabled', pages: [], background: null, ui, ...rest } as InstalledPlugin;
}

const notes = plugin('notes', { pages: [page('notes', 'notes', 200)] });
const talk = plugin('talk', { pages: [page('talk', 'talk', 100)] });

it('names what the plugin at the address loads first', () => {
  expect(firstFilesAt('/notes/7', [notes, talk])).toEqual(['/plugins/notes/1/ui/a.js']);
  expect(firstFilesAt('/plugin/notes/other', [notes, talk])).toEqual(['/plugins/notes/1/ui/a.js']);
});

it('expects the first screen of the navigation at the root', () => {
  expect(firstFilesAt('/', [notes, talk])).toEqual(['/plugins/talk/1/ui/a.js']);
});

it('adds what stands behind every page, and nothing for the pages of the app', () => {
  const clock = plugin('clock', { background: 'Clock' });
  expect(firstFilesAt('/models', [notes, clock])).toEqual(['/plugins/clock/1/ui/a.js']);
  expect(firstFilesAt('/models', [notes])).toEqual([]);
});

it('names nothing of a plugin that is off or in a frame', () => {
  const frame = plugin('notes', {
    pages: [page('notes', 'notes', 1)],
    ui: { mode: 'frame', baseUrl: '/', shared: {}, preload: ['ui/a.js'] },
  });
  expect(firstFilesAt('/notes', [frame])).toEqual([]);
  expect(firstFilesAt('/notes', [{ ...notes, state: 'disabled' }])).toEqual([]);
});
