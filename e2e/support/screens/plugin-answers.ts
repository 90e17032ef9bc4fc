import type {
  AvailablePlugin,
  Boot,
  InstalledPlugin,
  PluginDetail,
  PluginLogLine,
  PluginPolicy,
  PluginRegistry,
} from '@braindrive/contracts';
import type { Page, Route } from 'playwright-core';
import superjson from 'superjson';

/** A refusal as the host words it. */
export class Refusal {
  readonly message: string;
  readonly code: string;

  constructor(message: string, code = 'PLUGIN_SOURCE_FAILED') {
    this.message = message;
    this.code = code;
  }
}
/** An answer that does not come while the screen is shown. */
export const never: unique symbol = Symbol('never');

/** What the page is told instead of what the host would say, by procedure. */
export interface PluginAnswers {
  readonly boot?: Partial<Pick<Boot, 'plugins' | 'pluginOperations'>>;
  readonly available?: readonly AvailablePlugin[] | Refusal | typeof never;
  readonly registries?: readonly PluginRegistry[];
  readonly listKept?: readonly InstalledPlugin[];
  readonly detail?: PluginDetail;
  readonly log?: readonly PluginLogLine[];
  readonly listPolicies?: readonly PluginPolicy[];
}

/** One procedure's answer, as the transport has it. */
type Answer = { result: { data: unknown } } | { error: unknown };

const errorOf = ({ message, code }: Refusal): Answer => ({
  error: {
    message,
    code: -32_603,
    data: { code: 'BAD_GATEWAY', httpStatus: 502, domainCode: code, requestId: 'req-7f3a' },
  },
});

function answerTo(name: string, given: PluginAnswers, real: Answer): Answer {
  if (name === 'instance.boot' && 'result' in real) {
    return { result: { data: { ...(real.result.data as Boot), ...given.boot } } };
  }
  const key = name.replace('plugin.', '');
  if (!name.startsWith('plugin.') || !(key in given)) return real;
  const answer: unknown = given[key as keyof PluginAnswers];
  return answer instanceof Refusal ? errorOf(answer) : { result: { data: answer } };
}

interface EncodedAnswer {
  readonly result?: { readonly data: unknown };
  readonly error?: unknown;
}

/** The transport has dates and the like as tagged JSON, in results and errors alike. */
function decoded(answer: EncodedAnswer): Answer {
  const part = (value: unknown) =>
    superjson.deserialize(value as Parameters<typeof superjson.deserialize>[0]);
  return answer.result === undefined
    ? { error: part(answer.error) }
    : { result: { data: part(answer.result.data) } };
}

/** An answer as the host sends it for a call that goes alone. */
const encodedAlone = (answer: Answer): EncodedAnswer =>
  'result' in answer
    ? { result: { data: superjson.serialize(answer.result.data) } }
    : { error: superjson.serialize(answer.error) };

async function fulfilAlone(route: Route, name: string, given: PluginAnswers): Promise<void> {
  const response = await route.fetch();
  const real = decoded((await response.json()) as EncodedAnswer);
  await route.fulfill({ status: 200, json: encodedAlone(answerTo(name, given, real)) });
}

async function fulfil(route: Route, names: readonly string[], given: PluginAnswers): Promise<void> {
  const headers = { ...route.request().headers() };
  // Without this header the host answers the batch at once, as one list.
  delete headers['trpc-accept'];
  const response = await route.fetch({ headers });
  const answers = (await response.json()) as EncodedAnswer[];
  const head = Object.fromEntries(
    names.map((name, index) => {
      const real = answers[index];
      return [index, [[answerTo(name, given, real === undefined ? { error: {} } : decoded(real))]]];
    }),
  );
  await route.fulfill({
    status: 200,
    contentType: 'application/json',
    body: `${JSON.stringify(superjson.serialize(head))}\n`,
  });
}

/** Lets the page see plugins that are not there: states that no host can be brought to in a test. */
export async function answerPlugins(page: Page, given: PluginAnswers): Promise<void> {
  await page.route(/\/trpc\/[^?]*(?:plugin\.|instance\.boot)/, async (route) => {
    const { pathname, searchParams } = new URL(route.request().url());
    const names = pathname.replace('/trpc/', '').split(',');
    const isHeld = names.some(
      (name) => given[name.replace('plugin.', '') as keyof PluginAnswers] === never,
    );
    if (isHeld) return;
    if (searchParams.has('batch')) await fulfil(route, names, given);
    else await fulfilAlone(route, pathname.replace('/trpc/', ''), given);
  });
}
