import { describe, expect, it } from 'vitest';
import { type ErrorReport, providerErrorFromReport } from './error-report.ts';
import { defaultTimeouts, type ModelServer } from './model-server.ts';

const server: ModelServer = {
  name: 'api.example.com',
  baseUrl: 'https://api.example.com/v1',
  headers: { authorization: 'Bearer sk-very-secret' },
  hasKey: true,
  timeouts: defaultTimeouts,
  fetch: () => Promise.reject(new Error('not used')),
  now: () => 0,
};
const report = (fields: Partial<ErrorReport>) =>
  providerErrorFromReport(server, {
    status: 400,
    code: '',
    message: '',
    parameter: null,
    modelId: 'some-model',
    retryAfterMs: null,
    ...fields,
  });

describe('an error report of a model server', () => {
  it.each<[Partial<ErrorReport>, string]>([
    [{ status: 429, code: 'insufficient_quota' }, 'provider/quota-exceeded'],
    [{ message: 'Your credit balance is too low to access the API.' }, 'provider/quota-exceeded'],
    [{ status: 429, code: 'rate_limit_exceeded' }, 'provider/rate-limited'],
    [{ code: 'context_length_exceeded' }, 'provider/prompt-too-long'],
    [{ message: "This model's maximum context length is 8192 tokens" }, 'provider/prompt-too-long'],
    [{ message: 'the request exceeds the available context size' }, 'provider/prompt-too-long'],
    [{ message: 'input length exceeds maximum context length' }, 'provider/prompt-too-long'],
    [{ status: 404, code: 'model_not_found' }, 'provider/model-not-found'],
    [{ status: 404, message: "model 'x' not found" }, 'provider/model-not-found'],
    [{ message: 'x is not a valid model ID' }, 'provider/model-not-found'],
    [{ status: 404, message: '404 page not found' }, 'provider/bad-request'],
    [
      {
        status: 500,
        message: 'model requires more system memory (5.6 GiB) than is available (3.1 GiB)',
      },
      'provider/insufficient-memory',
    ],
    [{ status: null, code: 'overloaded_error' }, 'provider/server-error'],
    [{ status: null, code: 'rate_limit_error' }, 'provider/rate-limited'],
    [{ status: null, message: 'llama runner process has terminated' }, 'provider/server-error'],
    [{ status: 408 }, 'provider/timeout'],
    [{ status: 503 }, 'provider/server-error'],
    [{ status: 422, message: 'Extra inputs are not permitted' }, 'provider/bad-request'],
  ])('maps %j to %s', (fields, code) => expect(report(fields).code).toBe(code));

  it('speaks plainly', () => {
    expect(report({ status: 401 }).message).toBe(
      'The key was refused (401). Check it under Connections.',
    );
    expect(report({ status: 429, retryAfterMs: 19_200 }).message).toBe(
      'api.example.com asks to slow down. Try again in 20 s.',
    );
    expect(report({ status: 413 }).message).toBe(
      'Too long for this model. Shorten it or choose a larger model.',
    );
  });

  it('repeats the words of the server on one line, without the key', () => {
    const error = report({
      message: `Bad\n  field. You sent sk-very-secret. ${'x'.repeat(5_000)}`,
    });
    expect(error.message).toContain('Bad field. You sent [key].');
    expect(JSON.stringify(error.details)).not.toContain('sk-very-secret');
    expect(error.message.length).toBeLessThan(500);
  });
});
