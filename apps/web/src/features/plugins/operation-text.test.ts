import type { InstallStep, PluginOperation } from '@braindrive/contracts';
import { describe, expect, it } from 'vitest';
import { failedTitle, wayOut } from './install/failure-text.ts';
import { operationName, operationShare, operationText } from './operation-text.ts';

const stepNames = ['fetch', 'check', 'compatibility', 'consent', 'install', 'ready'] as const;
const steps = (now: number): InstallStep[] =>
  stepNames.map((name, index) => ({
    name,
    state: index < now ? 'done' : index === now ? 'running' : 'waiting',
    text: '',
  }));
const operation = (rest: Partial<PluginOperation>): PluginOperation => ({
  id: 'o',
  kind: 'install',
  state: 'running',
  source: { kind: 'github', repository: 'ada/reader', tag: null },
  steps: steps(0),
  receivedBytes: 0,
  totalBytes: null,
  plugin: null,
  error: null,
  failedStep: null,
  installationId: null,
  startedAt: new Date(0),
  ...rest,
});

describe('an operation in words', () => {
  it('is called by its source until the archive was read', () => {
    expect(operationName(operation({}))).toBe('github.com/ada/reader');
  });

  it('counts bytes while it fetches, then says what it does', () => {
    expect(operationText(operation({}))).toBe('Fetching');
    const halfway = operation({ receivedBytes: 206_000, totalBytes: 412_000 });
    expect(operationText(halfway)).toBe('206 of 412 kB');
    expect(operationText(operation({ steps: steps(1) }))).toBe('Checking');
    expect(operationText(operation({ steps: steps(3), state: 'consent' }))).toBe('Waits for you');
    expect(operationText(operation({ steps: steps(4) }))).toBe('Installing');
  });

  it('never goes back from one step to the next', () => {
    const shares = [
      operation({ receivedBytes: 1, totalBytes: 2 }),
      operation({ receivedBytes: 2, totalBytes: 2 }),
      ...[1, 2, 4, 5, 6].map((now) => operation({ steps: steps(now) })),
    ].map((each) => operationShare(each) ?? 0);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it('does not guess a share while the size is unknown', () => {
    expect(operationShare(operation({ receivedBytes: 5 }))).toBeNull();
  });
});

describe('a failed operation', () => {
  const failed = (failedStep: PluginOperation['failedStep'], rest: Partial<PluginOperation> = {}) =>
    operation({ state: 'failed', failedStep, ...rest });

  it('names the step that failed', () => {
    expect(failedTitle(failed('fetch'))).toBe('github.com/ada/reader could not be fetched');
    expect(failedTitle(failed('ready', { kind: 'update' }))).toBe(
      'github.com/ada/reader could not be updated',
    );
  });

  it('says what the person has now', () => {
    expect(wayOut(failed('fetch'))).toMatch(/^Nothing was installed\./);
    const update = failed('ready', {
      plugin: { previousVersion: '1.4.2' } as PluginOperation['plugin'],
    });
    expect(wayOut(update)).toMatch(/^You are on 1\.4\.2, nothing lost\./);
  });
});
