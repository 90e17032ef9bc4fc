import type { AvailablePlugin } from '@braindrive/contracts';
import { describe, expect, it } from 'vitest';
import { type CatalogueFilter, categoryCounts, filterCatalogue } from './catalogue-filter.ts';

const plugin = (name: string, rest: Partial<AvailablePlugin> = {}): AvailablePlugin => ({
  registryId: 'braindrive',
  registryName: 'BrainDrive index',
  slug: name.toLowerCase().replaceAll(' ', '-'),
  name,
  description: '',
  authorName: 'BrainDrive',
  icon: 'puzzle',
  category: 'blocks',
  tags: [],
  version: '1.0.0',
  isSigned: true,
  runsOffline: true,
  sizeBytes: 1_000,
  publishedAt: null,
  contributes: '1 block',
  permissions: [],
  installedVersion: null,
  refusal: null,
  ...rest,
});
const all: CatalogueFilter = { query: '', kind: 'all', category: null, sort: 'name' };
const names = (plugins: readonly AvailablePlugin[], filter: Partial<CatalogueFilter>) =>
  filterCatalogue(plugins, { ...all, ...filter }).map(({ name }) => name);

describe('filterCatalogue', () => {
  it('finds a name before a tag, and a tag before a description', () => {
    const plugins = [
      plugin('Charts', { description: 'Draws a calendar too' }),
      plugin('Notes', { tags: ['calendar'] }),
      plugin('Calendar'),
    ];
    expect(names(plugins, { query: 'calen' })).toEqual(['Calendar', 'Notes', 'Charts']);
  });

  it('wants every word to be somewhere', () => {
    const plugins = [plugin('Feed Reader'), plugin('Feed Writer')];
    expect(names(plugins, { query: 'reader feed' })).toEqual(['Feed Reader']);
    expect(names(plugins, { query: 'reader calender' })).toEqual([]);
  });

  it('narrows to what is signed, to what runs offline, and to a category', () => {
    const plugins = [
      plugin('A', { isSigned: false }),
      plugin('B', { runsOffline: false }),
      plugin('C', { category: 'chat' }),
    ];
    expect(names(plugins, { kind: 'signed' })).toEqual(['B', 'C']);
    expect(names(plugins, { kind: 'offline' })).toEqual(['A', 'C']);
    expect(names(plugins, { category: 'chat' })).toEqual(['C']);
  });

  it('puts the newest first and those without a date last', () => {
    const plugins = [
      plugin('Old', { publishedAt: new Date('2025-01-01') }),
      plugin('Undated'),
      plugin('New', { publishedAt: new Date('2026-01-01') }),
    ];
    expect(names(plugins, { sort: 'newest' })).toEqual(['New', 'Old', 'Undated']);
  });
});

describe('categoryCounts', () => {
  it('leaves out what holds nothing', () => {
    const counts = categoryCounts([plugin('A'), plugin('B'), plugin('C', { category: 'chat' })]);
    expect([...counts]).toEqual([
      ['blocks', 2],
      ['chat', 1],
    ]);
  });
});
