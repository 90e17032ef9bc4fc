import { catalogueModelSchema, type MachineFacts } from '@braindrive/plugin-sdk';
import { describe, expect, it } from 'vitest';
import { modelCatalogue } from './catalogue-data.ts';
import { type MemoryPorts, readMachineMemory } from './machine-memory.ts';
import { memoryNeedBytes, planLoad, plannedContextTokens } from './memory-need.ts';
import { fitOf, recommendedId } from './model-fit.ts';

const machine = (memoryGb: number, cores: number): MachineFacts => ({
  cores,
  memoryBytes: memoryGb * 1e9,
  freeMemoryBytes: memoryGb * 0.85e9,
  freeDiskBytes: 100e9,
});

const recommend = (facts: MachineFacts) =>
  recommendedId(
    modelCatalogue.map((entry) => ({ entry, fit: fitOf(memoryNeedBytes(entry, 4096, 1), facts) })),
    facts,
  );

describe('the model catalogue', () => {
  it('has unique ids, digests and pinned revisions, from small to large', () => {
    expect(new Set(modelCatalogue.map(({ id }) => id)).size).toBe(modelCatalogue.length);
    expect(new Set(modelCatalogue.map(({ sha256 }) => sha256)).size).toBe(modelCatalogue.length);
    for (const { sha256, hub } of modelCatalogue) {
      expect(catalogueModelSchema.shape.sha256.safeParse(sha256).success).toBe(true);
      expect(hub.revision).toMatch(/^[0-9a-f]{40}$/);
      expect(hub.file).toMatch(/\.gguf$/);
    }
    const sizes = modelCatalogue.map(({ sizeBytes }) => sizeBytes);
    expect(sizes).toEqual(sizes.toSorted((left, right) => left - right));
  });

  it.each([
    [2, 2, 'llama-3.2-1b-instruct-q4-k-m'],
    [4, 2, 'gemma-3-1b-it-q4-k-m'],
    [8, 4, 'qwen3.5-4b-q4-k-m'],
    [16, 8, 'qwen3.5-9b-q4-k-m'],
    [32, 8, 'gpt-oss-20b-mxfp4'],
  ])('recommends for %d GB and %d cores: %s', (memoryGb, cores, id) => {
    expect(recommend(machine(memoryGb, cores))).toBe(id);
  });

  it('recommends nothing where nothing fits', () => {
    expect(recommend(machine(0.5, 1))).toBeNull();
    expect(recommend({ ...machine(16, 8), freeDiskBytes: 1e6 })).toBeNull();
  });
});

describe('the plan for loading a model', () => {
  const facts = {
    sizeBytes: 2e9,
    cacheBytesPerToken: 100_000,
    vocabularySize: 150_000,
    trainedContextTokens: 32_768,
  };

  it('gives large models a large context, small machines a smaller one, never more than was trained', () => {
    expect(plannedContextTokens(facts, 16e9)).toBe(8192);
    expect(plannedContextTokens(facts, 3.8e9)).toBe(4096);
    expect(plannedContextTokens({ ...facts, sizeBytes: 1e8 }, 16e9)).toBe(4096);
    expect(plannedContextTokens({ ...facts, trainedContextTokens: 1024 }, 16e9)).toBe(1024);
  });

  it('runs several conversations when memory allows, one when it is short, none when it is too short', () => {
    const plan = (freeMemoryBytes: number) =>
      planLoad(facts, { memoryBytes: 16e9, freeMemoryBytes }, 2)?.sequences ?? 0;
    expect([plan(8e9), plan(3.5e9), plan(2e9)]).toEqual([2, 1, 0]);
  });
});

describe('the memory of the machine', () => {
  const ports = (files: Record<string, string>): MemoryPorts => ({
    readText: async (path) => files[path] ?? null,
    totalBytes: () => 16e9,
    availableBytes: () => 10e9,
  });

  it('is what the system says outside of containers', async () => {
    expect(await readMachineMemory(ports({ '/sys/fs/cgroup/memory.max': 'max\n' }))).toEqual({
      memoryBytes: 16e9,
      freeMemoryBytes: 10e9,
    });
  });

  it('is limited by the container, whose file cache is free', async () => {
    const memory = await readMachineMemory(
      ports({
        '/sys/fs/cgroup/memory.max': '4000000000\n',
        '/sys/fs/cgroup/memory.current': '3000000000\n',
        '/sys/fs/cgroup/memory.stat': 'anon 1\ninactive_file 1500000000\nactive_file 500000000\n',
      }),
    );
    expect(memory).toEqual({ memoryBytes: 4e9, freeMemoryBytes: 3e9 });
  });

  it('obeys the tightest of nested limits, old and new', async () => {
    const memory = await readMachineMemory(
      ports({
        '/proc/self/cgroup': '5:cpu,memory:/docker/x\n0::/a/b\n',
        '/sys/fs/cgroup/a/memory.max': '8000000000',
        '/sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes': '2000000000',
        '/sys/fs/cgroup/memory/docker/x/memory.usage_in_bytes': '500000000',
        '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712',
      }),
    );
    expect(memory).toEqual({ memoryBytes: 2e9, freeMemoryBytes: 1.5e9 });
  });
});
