import { describe, expect, it } from 'vitest';
import {
  type CatalogueModel,
  type InstalledModel,
  libraryRows,
  type ModelPull,
  splitRows,
} from './library-rows.ts';

const capabilities = { vision: false, tools: false, reasoning: false };
const offer = (id: string, name: string): CatalogueModel => ({
  id,
  name,
  family: 'Family',
  purpose: 'For tests.',
  parameterCount: 1e9,
  sizeBytes: 1e9,
  memoryBytes: 2e9,
  contextTokens: 4096,
  licence: 'MIT',
  capabilities,
  sourceUrl: null,
  sha256: null,
  isStarter: false,
  fit: 'fits',
  isRecommended: false,
  isInstalled: false,
});
const model = (id: string, name: string): InstalledModel => ({
  id,
  name,
  contextTokens: 4096,
  capabilities,
  sizeBytes: 1e9,
  note: null,
});
const pull = (id: string, name: string, state: ModelPull['state'] = 'running'): ModelPull => ({
  id,
  name,
  state,
  receivedBytes: 1,
  totalBytes: 2,
  bytesPerSecond: null,
  source: null,
  error: null,
});

describe('libraryRows', () => {
  it('joins an offer with its file and its fetch', () => {
    const rows = libraryRows([offer('a', 'A')], [model('a', 'A')], [pull('a', 'A')]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ installed: { id: 'a' }, pull: { id: 'a' } });
  });

  it('finds the fetch of the starter by its name, because its id is another', () => {
    const rows = libraryRows([offer('smol', 'SmolLM2')], [], [pull('starter', 'SmolLM2')]);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.pull?.id).toBe('starter');
  });

  it('puts fetches and files of a person’s own before the catalogue', () => {
    const rows = libraryRows([offer('a', 'A')], [model('mine', 'Mine')], [pull('new', 'New')]);
    expect(rows.map(({ key }) => key)).toEqual(['new', 'mine', 'a']);
  });

  it('leaves out fetches that are over', () => {
    const rows = libraryRows([], [], [pull('a', 'A', 'done'), pull('b', 'B', 'cancelled')]);
    expect(rows).toEqual([]);
  });
});

describe('splitRows', () => {
  it('keeps what is here or on its way apart, and offers the recommended model first', () => {
    const recommended = { ...offer('best', 'Best'), isRecommended: true };
    const { kept, offered } = splitRows(
      libraryRows(
        [offer('a', 'A'), offer('b', 'B'), recommended],
        [model('a', 'A')],
        [pull('new', 'New')],
      ),
    );
    expect(kept.map(({ key }) => key)).toEqual(['new', 'a']);
    expect(offered.map(({ key }) => key)).toEqual(['best', 'b']);
  });
});
