/** What the model of the benchmarks shall answer; stands in the question, so one server serves every measurement. */
export interface ModelScript {
  readonly tokens: number;
  readonly perSecond: number;
  readonly delayMs: number;
  /** `numbered`: each token carries its number and send time. `markdown`: a text as models write it. */
  readonly text: 'numbered' | 'markdown';
}

/** The question that makes the model follow the script. */
export const questionFor = ({ tokens, perSecond, delayMs, text }: ModelScript): string =>
  `Bench: ${tokens} tokens, ${perSecond} per second, after ${delayMs} ms, ${text}`;

const pattern =
  /Bench: (\d+) tokens, (\d+) per second, after (\d+) ms, (numbered|markdown)(?![\s\S]*Bench: )/u;

/** Reads the script of the last question in a request body. */
export function readScript(body: string): ModelScript | null {
  const match = pattern.exec(body);
  if (match === null) return null;
  const [, tokens, perSecond, delayMs, text] = match;
  return {
    tokens: Number(tokens),
    perSecond: Number(perSecond),
    delayMs: Number(delayMs),
    text: text === 'markdown' ? 'markdown' : 'numbered',
  };
}

/** A numbered token: ` <number>:<microseconds of the shared clock>`. */
export const numberedToken = (number: number, sentUs: number): string => ` ${number}:${sentUs}`;

export interface ReceivedToken {
  readonly number: number;
  readonly sentUs: number;
}

/** Reads the tokens of a delta; the host joins neighbouring deltas, it never cuts one. */
export function readTokens(delta: string): ReceivedToken[] {
  const tokens: ReceivedToken[] = [];
  for (const token of delta.split(' ')) {
    const [number, sentUs] = token.split(':');
    if (sentUs !== undefined) tokens.push({ number: Number(number), sentUs: Number(sentUs) });
  }
  return tokens;
}
