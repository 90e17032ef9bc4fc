/** What a curl command asks for. */
export interface CurlRequest {
  readonly url: string;
  readonly init: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  };
}

interface CurlOptions {
  readonly headers: Record<string, string>;
  readonly data: string[];
  method?: string;
  url?: URL;
  isQuery?: boolean;
}

/** What each option does with the word that follows it. */
const options: Readonly<Record<string, (found: CurlOptions, value: string) => void>> = {
  '-X': (found, value) => {
    found.method = value;
  },
  '-H': ({ headers }, value) => {
    const [name, text] = splitOnce(value, ':');
    headers[name.toLowerCase()] = text.trim();
  },
  '-d': ({ data }, value) => void data.push(value),
  '--data-urlencode': ({ data }, value) => void data.push(value),
};

/**
 * Reads a curl command of the documentation, so that it can be run where there is no curl.
 * @param line - The command, with variables as a shell would know them: `$NAME`.
 * @throws {Error} On an option or a variable that is not known here.
 */
export function readCurl(line: string, variables: Readonly<Record<string, string>>): CurlRequest {
  const { headers, data, method, url, isQuery } = readOptions(shellWords(line, variables));
  if (url === undefined) throw new Error('curl has no address.');
  if (isQuery === true) {
    for (const pair of data) url.searchParams.append(...splitOnce(pair, '='));
  }
  const hasBody = isQuery !== true && data.length > 0;
  return {
    url: url.href,
    init: {
      method: method ?? (hasBody ? 'POST' : 'GET'),
      headers,
      ...(hasBody ? { body: data.join('&') } : {}),
    },
  };
}

function readOptions([, ...words]: readonly string[]): CurlOptions {
  const found: CurlOptions = { headers: {}, data: [] };
  while (words.length > 0) {
    const word = words.shift() ?? '';
    const take = options[word];
    if (take !== undefined) take(found, words.shift() ?? '');
    else if (word === '-G') found.isQuery = true;
    else if (word.startsWith('http')) found.url = new URL(word);
    else throw new Error(`curl ${word} is not known here.`);
  }
  return found;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Splits at spaces outside of quotes; variables are put in except between single quotes. */
function shellWords(line: string, variables: Readonly<Record<string, string>>): readonly string[] {
  const fill = (text: string) =>
    text.replaceAll(/\$(\w+)/g, (_, name: string) => {
      const value = variables[name];
      if (value === undefined) throw new Error(`The variable ${name} has no value.`);
      return value;
    });
  return [...line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
    word.replaceAll(/"([^"]*)"|'([^']*)'|[^"']+/g, (piece, double?: string, single?: string) =>
      single === undefined ? fill(double ?? piece) : single,
    ),
  );
}
