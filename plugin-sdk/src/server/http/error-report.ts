import { ProviderError, type ProviderErrorCode } from '../../models/provider-error.ts';
import type { ModelServer } from './model-server.ts';

/** What a model server says about a failure, in an error body or in an error event of a stream. */
export interface ErrorReport {
  /** HTTP status; null for an event inside a stream that names none. */
  readonly status: number | null;
  /** The server's own code or type, for instance `insufficient_quota`; empty where there is none. */
  readonly code: string;
  /** The server's own words; empty where there are none. */
  readonly message: string;
  /** The parameter that the server refuses, or null. */
  readonly parameter: string | null;
  /** The model that was asked for, or null. */
  readonly modelId: string | null;
  readonly retryAfterMs: number | null;
}

interface Rule {
  readonly code: ProviderErrorCode;
  readonly matches: (report: ErrorReport) => boolean;
  readonly advice: (server: ModelServer, report: ErrorReport) => string;
}

const statusText = (report: ErrorReport): string =>
  report.status === null ? '' : ` (${report.status})`;
const sentence = (text: string): string => (text === '' || /[.!?]$/.test(text) ? text : `${text}.`);
const quoted = (server: ModelServer, what: string, report: ErrorReport): string =>
  `${server.name} ${what}${statusText(report)}${report.message === '' ? '.' : `: ${sentence(report.message)}`}`;

// The APIs disagree about codes and statuses, and several say what happened in words only. So this table reads
// all three; the first rule that fits wins, the most specific come first.
const rules: readonly Rule[] = [
  {
    code: 'provider/quota-exceeded',
    matches: ({ status, code, message }) =>
      status === 402 ||
      /insufficient_quota|billing|insufficient_balance|insufficient_credits/.test(code) ||
      /exceeded your current quota|credit balance is too low|insufficient (balance|credit|quota|funds)/i.test(
        message,
      ),
    advice: (server) =>
      `${server.name} says that the account has no credit left. Add credit there or choose another model.`,
  },
  {
    code: 'provider/unauthorized',
    matches: ({ status, code }) =>
      status === 401 || /authentication_error|invalid_api_key|unauthorized/.test(code),
    advice: (server, report) =>
      server.hasKey
        ? `The key was refused${statusText(report)}. Check it under Connections.`
        : `${server.name} needs a key${statusText(report)}. Enter it under Connections.`,
  },
  {
    code: 'provider/unauthorized',
    matches: ({ status, code }) =>
      status === 403 || /permission_error|permission_denied/.test(code),
    advice: (server, report) =>
      quoted(
        server,
        server.hasKey ? 'does not allow this with this key' : 'does not allow this without a key',
        report,
      ),
  },
  {
    code: 'provider/rate-limited',
    matches: ({ status, code }) => status === 429 || /rate_limit|too_many_requests/.test(code),
    advice: (server, { retryAfterMs }) =>
      `${server.name} asks to slow down. Try again ${retryAfterMs === null ? 'in a minute' : `in ${Math.ceil(retryAfterMs / 1000)} s`}.`,
  },
  {
    code: 'provider/insufficient-memory',
    matches: ({ message }) => /requires more (system )?memory|out of memory/i.test(message),
    advice: (server, report) =>
      `${quoted(server, 'has too little memory for this model', { ...report, status: null })} Choose a smaller one.`,
  },
  {
    code: 'provider/prompt-too-long',
    matches: ({ status, code, message }) =>
      status === 413 ||
      /context_length_exceeded|request_too_large|exceed_context_size/.test(code) ||
      /maximum context length|context (length|window|size).*(exceed|limit)|exceeds?.*context|prompt is too long|input is too long|too many (input )?tokens/i.test(
        message,
      ),
    advice: () => 'Too long for this model. Shorten it or choose a larger model.',
  },
  {
    code: 'provider/model-not-found',
    matches: ({ status, code, message, modelId }) =>
      modelId !== null &&
      (/model_not_found|not_found_error/.test(code) ||
        (status === 404 && /model/i.test(message)) ||
        (status === 400 &&
          /(not a valid model|model .*(does not exist|not found))/i.test(message))),
    advice: (server, { modelId }) =>
      `${server.name} has no model called ${modelId}. Choose another.`,
  },
  {
    code: 'provider/timeout',
    matches: ({ status, code }) => status === 408 || code === 'timeout_error',
    advice: (server) => `${server.name} took too long. Try again.`,
  },
  {
    code: 'provider/server-error',
    matches: ({ status, code }) => status === 529 || code === 'overloaded_error',
    advice: (server) => `${server.name} is overloaded. Try again in a minute.`,
  },
  {
    code: 'provider/server-error',
    matches: ({ status, code }) =>
      (status === null && code !== 'invalid_request_error') || (status ?? 0) >= 500,
    advice: (server, report) => `${quoted(server, 'failed', report)} Try again.`,
  },
  {
    code: 'provider/bad-request',
    matches: ({ status, message }) => status === 404 && !/model/i.test(message),
    advice: (server) =>
      `${server.name} has no such API at ${server.baseUrl} (404). Check the address.`,
  },
];

/**
 * Maps what a server says about a failure to a typed error with advice.
 * Its `details` carry `status`, `serverCode`, `serverMessage` and `parameter` for programs and for the error card.
 */
export function providerErrorFromReport(server: ModelServer, given: ErrorReport): ProviderError {
  const report = { ...given, message: presentable(server, given.message) };
  const rule = rules.find(({ matches }) => matches(report));
  const message =
    rule?.advice(server, report) ??
    `${quoted(server, 'refused the request', report)} Change the parameters or choose another model.`;
  return new ProviderError(rule?.code ?? 'provider/bad-request', message, {
    details: {
      status: report.status,
      serverCode: report.code.slice(0, 100),
      serverMessage: report.message,
      parameter: report.parameter?.slice(0, 100) ?? null,
    },
    ...(report.retryAfterMs === null ? {} : { retryAfterMs: report.retryAfterMs }),
  });
}

/** One line of bounded length without the key: some servers repeat it in their error. */
function presentable(server: ModelServer, message: string): string {
  let text = message.slice(0, 2_000);
  for (const value of Object.values(server.headers)) {
    const key = value.replace(/^Bearer /, '');
    if (key.length >= 8) text = text.replaceAll(key, '[key]');
  }
  text = text.replace(/\s+/g, ' ').trim();
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
