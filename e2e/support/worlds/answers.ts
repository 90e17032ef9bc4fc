import type { Reply, ReplyStep } from '@braindrive/model-servers';

/** Ten minutes: as good as for ever, for an answer that shall stay unfinished. */
const forEver: ReplyStep = { waitMs: 600_000 };

const tokensOf = (text: string): readonly string[] => text.match(/\s*\S+/gu) ?? [];

/** The text at a reader's pace, then silence without an end. */
function* unfinished(text: string, tokenMs: number): Generator<ReplyStep> {
  for (const token of tokensOf(text)) {
    yield token;
    yield { waitMs: tokenMs };
  }
  yield forEver;
}

function* thinking(thoughts: string, answer: string): Generator<ReplyStep> {
  for (const reasoning of tokensOf(thoughts)) yield { reasoning };
  yield* tokensOf(answer);
}

function* stillThinking(thoughts: string): Generator<ReplyStep> {
  for (const reasoning of tokensOf(thoughts)) {
    yield { reasoning };
    yield { waitMs: 5 };
  }
  yield forEver;
}

export const questions = {
  photos:
    'I have about 2,000 photos named like IMG_0412.jpg. How do I rename them by the date they were taken without losing any?',
  sameSecond: 'And two photos taken in the same second?',
  everything: 'Show me everything that a text can hold.',
  boiler: 'Why does the boiler lose pressure?',
  complaint: 'Write a complaint about a late parcel.',
  kelly: 'Explain the Kelly criterion slowly.',
  refused: 'Sort my bookmarks into folders.',
  hostile: 'What is on that page?',
  long: 'Count from one to a thousand, in words.',
} as const;

const photoThoughts =
  'The files carry EXIF data, so the date is inside each photo and the file name does not matter. exiftool reads it. The person does not want to lose any, so a rehearsal comes first, and a counter for photos of the same second.';

const photoAnswer = `The date is stored inside each photo, so a tool that reads it can do the renaming. Run it first as a **rehearsal**: this prints every new name and changes nothing.

\`\`\`shell
# rehearsal: only prints the names
exiftool '-TestName<DateTimeOriginal' \\
  -d '%Y-%m-%d_%H-%M-%S%%-c.%%e' ~/Photos
\`\`\`

When the list looks right, replace \`TestName\` with \`FileName\`. Photos without a date are skipped and stay as they are.`;

const sameSecondStart =
  'Both are kept. The `%-c` in the pattern adds a counter only when a name is already taken, so the second photo of that second becomes `…-1.jpg` and the third `…-2.jpg`. The first keeps';

const everythingAnswer = `## Headings, words and links

Plain text with **bold**, *italic*, ~~struck out~~, \`inline code\` and [a link](https://example.com/soil). Inline maths such as $e^{i\\pi} + 1 = 0$ sits in the line.

> Measure twice, cut once. A quotation may run over more than one line and then ends.

1. First, water the beds in the evening.
2. Then mulch them.
   - with straw
   - or with leaves

- [x] Order seeds
- [ ] Turn the compost

| Crop | Sow | Harvest | Yield per m² |
| :--- | :-- | :------ | -----------: |
| Beans | May | August | 1.2 kg |
| Chard | April | July to October | 3.5 kg |
| Potatoes | April | September | 4.1 kg |

$$\\int_0^1 x^2\\,dx = \\frac{1}{3}$$

\`\`\`ts
export function harvest(beds: readonly Bed[]): number {
  // One bed after the other.
  return beds.reduce((total, bed) => total + bed.yieldKg, 0);
}
\`\`\`

![A raised bed in June](https://images.example.com/raised-bed.jpg)

---

That is all.`;

const hostileAnswer = `A page can hold anything.

<script>window.__ran = 'script';</script>
<img src="x" onerror="window.__ran = 'onerror'">
<iframe src="javascript:window.parent.__ran = 'frame'"></iframe>

[Click me](javascript:window.__ran='link') and [me](data:text/html,<script>window.__ran='data'</script>) and [safe](https://example.com/)

![tracker](https://images.example.com/tracker.png)

That was the page.`;

const numberWords = 'one two three four five six seven eight nine ten'.split(' ');
const longAnswer = Array.from(
  { length: 160 },
  (_, index) => `Line ${index + 1}: ${numberWords.join(', ')}.`,
).join('\n\n');

const kellyThoughts =
  'The person wants it slowly. Begin with a coin that is not fair, then the bankroll, then the formula. Keep the formula for the end.';

const complaint =
  'Dear team,\n\nparcel 3841 was promised for Tuesday and has not come. Nobody rang, and the tracking page still says that it is';

const replies: Readonly<Record<string, () => Reply>> = {
  [questions.photos]: () => thinking(photoThoughts, photoAnswer),
  [questions.sameSecond]: () => unfinished(sameSecondStart, 45),
  [questions.everything]: () => everythingAnswer,
  [questions.kelly]: () => stillThinking(kellyThoughts),
  [questions.complaint]: () => unfinished(complaint, 2),
  [questions.hostile]: () => hostileAnswer,
  [questions.long]: () => unfinished(longAnswer, 4),
};

/** What the scripted model says to a question; a short text to those it does not know. */
export const replyTo = (question: string): Reply =>
  replies[question]?.() ??
  'Mostly because of a small leak or a tired expansion vessel. Look at the valve below the gauge first; if it drips, that is the cause.';
