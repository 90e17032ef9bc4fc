import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findJob } from './jobs.mjs';
import { bundledNodePath } from './node-binary.mjs';

const context = { root: '/project', args: ['--port', '4000'] };

describe('findJob', () => {
  it('starts the host under the Node of the packages, with the given flags', () => {
    const [command] = findJob('start')?.commands(context) ?? [];
    expect(command?.file).toBe(bundledNodePath('/project'));
    expect(command?.args.slice(-2)).toEqual(['--port', '4000']);
    expect(command?.args).toContain('--conditions=@braindrive/source');
  });

  it('needs no development packages to run, build and pack', () => {
    const jobs = ['start', 'build', 'assemble', 'dev', 'test', 'check', 'run'];
    const runtime = jobs.filter((name) => findJob(name)?.packages === 'runtime');
    expect(runtime).toEqual(['start', 'build', 'assemble']);
  });

  it('builds the plugins for development, and the web client where nothing serves its sources', () => {
    const builds = ['start', 'dev', 'check'].map((name) => findJob(name)?.builds);
    expect(builds).toEqual(['everything', 'plugins', 'nothing']);
  });

  it('tells the web server of the development job where the host listens', () => {
    const [, server] = findJob('dev')?.commands({ ...context, args: ['--port', '4000'] }) ?? [];
    expect(server?.env).toEqual({ BRAINDRIVE_DEV_HOST: 'http://127.0.0.1:4000' });
  });

  it('runs the host and the web server side by side for development', () => {
    expect(findJob('dev')?.commands(context)).toHaveLength(2);
  });

  it('knows no job but its own', () => {
    expect(findJob('toString')).toBeUndefined();
    expect(findJob('')).toBeUndefined();
  });
});

describe('bundledNodePath', () => {
  it('knows the name of the program on each system', () => {
    const folder = join('/project', 'node_modules', 'node', 'bin');
    expect(bundledNodePath('/project', 'linux')).toBe(join(folder, 'node'));
    expect(bundledNodePath('/project', 'win32')).toBe(join(folder, 'node.exe'));
  });
});
