import { lexer, type Token, type Tokens } from 'marked';
import { Fragment, type ReactNode } from 'react';
import classes from './readme.module.css';

/** Links leave the page only to where a person can see that they lead; anything else is shown as its text. */
const safeHref = (href: string): string | null =>
  /^(?:https?:\/\/|mailto:)/i.test(href) ? href : null;

// The reader does not decode entities; only those that authors need to write are.
const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};
const decoded = (text: string) =>
  text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity);

/** Draws each item. The text is read once and never changes its order, so the place is the name. */
const each = <Item,>(items: readonly Item[], draw: (item: Item) => ReactNode): ReactNode =>
  // biome-ignore lint/suspicious/noArrayIndexKey: see above.
  items.map((item, index) => <Fragment key={index}>{draw(item)}</Fragment>);

function inlineToken(token: Token): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong>{inline(token.tokens)}</strong>;
    case 'em':
      return <em>{inline(token.tokens)}</em>;
    case 'del':
      return <del>{inline(token.tokens)}</del>;
    case 'codespan':
      return <code>{decoded(token.text)}</code>;
    case 'br':
      return <br />;
    case 'link': {
      const href = safeHref(token.href);
      const words = inline(token.tokens);
      return href === null ? (
        words
      ) : (
        <a href={href} target="_blank" rel="noopener noreferrer nofollow">
          {words}
        </a>
      );
    }
    // Its server would learn who reads this, and when; the words of an image are shown instead.
    case 'image':
      return token.text === '' ? null : <em>{token.text}</em>;
    case 'text':
      return 'tokens' in token && token.tokens !== undefined
        ? inline(token.tokens)
        : decoded(token.text);
    case 'escape':
      return decoded(token.text);
    // Authors decorate readmes with tags; what stands between them comes as tokens of its own.
    case 'html':
      return null;
    default:
      return token.raw;
  }
}

const inline = (tokens: readonly Token[] | undefined): ReactNode => each(tokens ?? [], inlineToken);

function TableBlock({ table }: { table: Tokens.Table }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard too.
    <section className={classes.scroll} tabIndex={0} aria-label="Table">
      <table>
        <thead>
          <tr>
            {each(table.header, ({ tokens }) => (
              <th scope="col">{inline(tokens)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {each(table.rows, (row) => (
            <tr>
              {each(row, ({ tokens }) => (
                <td>{inline(tokens)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ListBlock({ list }: { list: Tokens.List }) {
  const List = list.ordered ? 'ol' : 'ul';
  return (
    <List>
      {each(list.items, ({ tokens }) => (
        <li>{blocks(tokens)}</li>
      ))}
    </List>
  );
}

function block(token: Token): ReactNode {
  switch (token.type) {
    case 'heading':
      // The page has its own headings above; the author's start below them.
      return token.depth <= 2 ? <h4>{inline(token.tokens)}</h4> : <h5>{inline(token.tokens)}</h5>;
    case 'paragraph':
      return <p>{inline(token.tokens)}</p>;
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled by keyboard too.
        <pre className={classes.scroll} tabIndex={0}>
          <code>{token.text}</code>
        </pre>
      );
    case 'blockquote':
      return <blockquote>{blocks(token.tokens)}</blockquote>;
    case 'list':
      return <ListBlock list={token as Tokens.List} />;
    case 'table':
      return <TableBlock table={token as Tokens.Table} />;
    case 'hr':
      return <hr />;
    case 'space':
    case 'html':
    case 'def':
      return null;
    default:
      return inlineToken(token);
  }
}

const blocks = (tokens: readonly Token[] | undefined): ReactNode => each(tokens ?? [], block);

/** An author's Markdown as elements. Raw HTML is left out and nothing is fetched. */
export function ReadmeDocument({ text }: { text: string }) {
  return blocks(lexer(text));
}
