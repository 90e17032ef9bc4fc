import type { Token, Tokens } from 'marked';
import { memo, type ReactNode } from 'react';
import { CodeBlock } from './code-block.tsx';
import { InlineView } from './inline-view.tsx';
import classes from './markdown.module.css';
import type { MarkdownToken } from './markdown-lexer.ts';
import { MathView } from './math-view.tsx';

interface BlockProps {
  readonly token: MarkdownToken;
  readonly isDone: boolean;
}

interface ListItemProps {
  readonly item: Tokens.ListItem;
  readonly isDone: boolean;
}

const ListItemView = memo(
  function ListItemView({ item, isDone }: ListItemProps) {
    return (
      <li {...(item.task ? { className: classes.task } : {})}>
        <NestedBlocks tokens={item.tokens} isDone={isDone} />
      </li>
    );
  },
  (before, after) => before.item.raw === after.item.raw && before.isDone === after.isDone,
);

function ListView({ list, isDone }: { readonly list: Tokens.List; readonly isDone: boolean }) {
  const items = list.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: items have no name but their place
    <ListItemView key={index} item={item} isDone={isDone || index < list.items.length - 1} />
  ));
  if (!list.ordered) return <ul>{items}</ul>;
  return <ol start={list.start === '' ? 1 : list.start}>{items}</ol>;
}

const alignOf = (align: 'center' | 'left' | 'right' | null) =>
  align === null ? {} : { style: { textAlign: align } };

const TableRow = memo(
  function TableRow({ cells }: { readonly cells: readonly Tokens.TableCell[] }) {
    return (
      <tr>
        {cells.map((cell, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: cells have no name but their place
          <td key={index} {...alignOf(cell.align)}>
            <InlineView tokens={cell.tokens} />
          </td>
        ))}
      </tr>
    );
  },
  (before, after) =>
    before.cells.length === after.cells.length &&
    before.cells.every((cell, index) => cell.text === after.cells[index]?.text),
);

function TableView({ table }: { readonly table: Tokens.Table }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={classes.tableScroll} tabIndex={0} aria-label="Table">
      <table>
        <thead>
          <tr>
            {table.header.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: cells have no name but their place
              <th key={index} scope="col" {...alignOf(cell.align)}>
                <InlineView tokens={cell.tokens} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((cells, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name but their place
            <TableRow key={index} cells={cells} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Answers stand under the page's own headings, so theirs start two levels down. */
function HeadingView({ heading }: { readonly heading: Tokens.Heading }) {
  const Tag = (['h3', 'h4', 'h5', 'h6'] as const)[heading.depth - 1] ?? 'h6';
  return (
    <Tag data-depth={heading.depth}>
      <InlineView tokens={heading.tokens} />
    </Tag>
  );
}

const inlineBlock = (tokens: readonly Token[] | undefined, text: string): ReactNode =>
  tokens === undefined ? text : <InlineView tokens={tokens} />;

function renderBlock(token: MarkdownToken, isDone: boolean): ReactNode {
  switch (token.type) {
    case 'paragraph':
      return (
        <p>
          <InlineView tokens={token.tokens} />
        </p>
      );
    case 'text':
      return inlineBlock('tokens' in token ? token.tokens : undefined, token.text);
    case 'heading':
      return <HeadingView heading={token as Tokens.Heading} />;
    case 'code':
      return <CodeBlock code={token.text} info={token.lang} isDone={isDone} />;
    case 'list':
      return <ListView list={token as Tokens.List} isDone={isDone} />;
    case 'blockquote':
      return (
        <blockquote>
          <NestedBlocks tokens={token.tokens ?? []} isDone={isDone} />
        </blockquote>
      );
    case 'table':
      return <TableView table={token as Tokens.Table} />;
    case 'hr':
      return <hr />;
    case 'math':
      return <MathView tex={token.text} isDisplay={token.isDisplay} isOpen={token.isOpen} />;
    case 'html':
      return <p className={classes.html}>{token.text}</p>;
    case 'space':
    case 'def':
      return null;
    default:
      return <InlineView tokens={[token]} />;
  }
}

function NestedBlocks({
  tokens,
  isDone,
}: {
  readonly tokens: readonly Token[];
  readonly isDone: boolean;
}) {
  return tokens.map((token, index) => (
    <BlockView
      // biome-ignore lint/suspicious/noArrayIndexKey: nested blocks have no name but their place
      key={index}
      token={token as MarkdownToken}
      isDone={isDone || index < tokens.length - 1}
    />
  ));
}

/** One block, drawn again only when its text changes. */
export const BlockView = memo(
  function BlockView({ token, isDone }: BlockProps) {
    return renderBlock(token, isDone);
  },
  (before, after) =>
    before.token.type === after.token.type &&
    before.token.raw === after.token.raw &&
    before.isDone === after.isDone,
);
