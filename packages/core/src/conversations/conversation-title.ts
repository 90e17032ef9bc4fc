import { foldWord, wordsOf } from './search-query.ts';

const maxTitleLength = 60;
const maxTitleWords = 10;
const untitled = 'New conversation';

/** Shortens at a word where one ends in the last third, else anywhere but inside a character. */
function shorten(text: string): string {
  if (text.length <= maxTitleLength) return text;
  const cut = text.slice(0, maxTitleLength - 1);
  const space = cut.lastIndexOf(' ');
  const kept = space > maxTitleLength / 1.5 ? cut.slice(0, space) : cut;
  return `${kept.replace(/[\uD800-\uDBFF]$/u, '').replace(/[\s,;:.–—-]+$/u, '')}…`;
}

/** The title that a conversation has at once: the first words of its first question, without Markdown marks. */
export function titleFromWords(question: string): string {
  const head = question.slice(0, 1_000);
  const plain = head
    .replace(/```\w*|[`*_~]+|^\s*(?:[#>]+|[-+]\s)/gmu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  return plain === '' ? untitled : shorten(plain);
}

/** What small models put around a title: quotes, Markdown, a label, a full stop, more lines. */
function cleanTitle(answer: string): string {
  const [line = ''] = answer.trimStart().split('\n');
  return line
    .replace(/^[\s#>*_"'“”«»`-]*(?:title|titel|titre|título)\s*[:：-]/iu, '')
    .replace(/^[\s#>*_"'“”„«»`-]+|[\s*_"'“”«»`.。:;,]+$/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

const chatter =
  /^(?:sure|here|i(?:'m| am| can| will| would)?|as an|of course|certainly|okay|ok|the user|this|you|please|write|let's|yes|no|sorry|hello|hi)\b[\s,!:']/iu;

const contentWords = (text: string): Set<string> =>
  new Set([...wordsOf(text)].map(({ folded }) => foldWord(folded)).filter((w) => w.length > 2));

/** True when a word of the title, or its beginning, occurs in the question: a title that shares nothing is made up. */
function isAbout(title: string, question: string): boolean {
  const words = [...contentWords(question.slice(0, 4_000))];
  const stems = new Set(words.flatMap((w) => [w, w.slice(0, 4)]));
  for (const word of contentWords(title)) {
    if (stems.has(word) || stems.has(word.slice(0, 4))) return true;
  }
  // Languages that do not put spaces between words make one long word: compare pairs of characters instead.
  const text = foldWord(question);
  return [...foldWord(title).matchAll(/(?=([\p{Lo}]{2}))/gu)].some(([, pair = ' ']) =>
    text.includes(pair),
  );
}

/**
 * Makes a title of what a model answered.
 * @param answer - The model's words.
 * @param question - What the person asked. The answer does not count: small models like to quote it.
 * @returns a clean title, or null when the answer does not look like one: very small models answer the question again,
 *   chat, repeat themselves or invent. The first words of the question are better then.
 */
export function titleFromModel(answer: string, question: string): string | null {
  const title = cleanTitle(answer);
  const words = [...wordsOf(title)].map(({ folded }) => folded);
  const isSized = title.length >= 2 && title.length <= maxTitleLength;
  if (!isSized || words.length === 0 || words.length > maxTitleWords) return null;
  const isRepeating = words.length > 3 && new Set(words).size <= words.length / 2;
  const isSentence = /[.!?。！？]\s/u.test(title) || /[<>{}|\\]/u.test(title);
  if (isRepeating || isSentence || chatter.test(`${title} `)) return null;
  return isAbout(title, question) ? title : null;
}
