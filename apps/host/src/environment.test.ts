import { describe, expect, it } from 'vitest';
import {
  EnvironmentError,
  environmentSchema,
  readCommandLine,
  readEnvironment,
} from './environment.ts';

const problemsOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
  return [];
};

describe('readEnvironment', () => {
  it('has a default and a description for every variable', () => {
    expect(readEnvironment({})).toMatchObject({ PORT: 3000, HOST: '127.0.0.1' });
    for (const [name, schema] of Object.entries(environmentSchema.shape)) {
      expect(schema.description, name).toMatch(/\w/);
    }
  });

  it('lets flags win over variables, and treats an empty variable as not set', () => {
    const { settings } = readCommandLine(['--port', '4000', '--data=/tmp/x']);
    expect(readEnvironment({ PORT: '5000', HOST: '' }, settings)).toMatchObject({
      PORT: 4000,
      HOST: '127.0.0.1',
      BRAINDRIVE_DATA: '/tmp/x',
    });
  });

  it('reports every problem at once', () => {
    const problems = problemsOf(() =>
      readEnvironment({ PORT: 'many', BRAINDRIVE_LOG_LEVEL: 'loud', HOST_FILE: '/x' }),
    );
    expect(problems.map(({ name }) => name).sort()).toEqual([
      'BRAINDRIVE_LOG_LEVEL',
      'HOST_FILE',
      'PORT',
    ]);
  });

  it('reads a secret from a file, and says which file cannot be read', () => {
    const read = (path: string) => {
      if (path === '/run/secrets/key') return 'from-the-file\n';
      throw new Error('ENOENT');
    };
    expect(
      readEnvironment({ BRAINDRIVE_SECRET_KEY_FILE: '/run/secrets/key' }, {}, read)
        .BRAINDRIVE_SECRET_KEY,
    ).toBe('from-the-file');
    expect(
      problemsOf(() => readEnvironment({ BRAINDRIVE_SECRET_KEY_FILE: '/gone' }, {}, read)),
    ).toEqual([{ name: 'BRAINDRIVE_SECRET_KEY_FILE', message: 'The file /gone cannot be read.' }]);
  });

  it('names the flags when one is unknown', () => {
    expect(problemsOf(() => readCommandLine(['--prot', '1']))[0]?.message).toContain(
      '--port, --host, --data',
    );
  });
});
