import type { Token } from 'marked';
import { Fragment, type ReactNode } from 'react';
import { decodeEntities } from './decode-entities.ts';
import { safeLink } from './link-target.ts';
import classes from './markdown.module.css';
import type { MarkdownToken } from './markdown-lexer.ts';
import { MathView } from './math-view.tsx';
import { RemoteImage } from './remote-image.tsx';

function LinkView({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  const target = safeLink(href);
  if (target === null) return children;
  return (
    <a href={target} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

const inlineOf = (tokens: readonly Token[] | undefined, text: string): ReactNode =>
  tokens === undefined || tokens.length === 0 ? (
    decodeEntities(text)
  ) : (
    <InlineView tokens={tokens} />
  );

function renderToken(token: MarkdownToken): ReactNode {
  switch (token.type) {
    case 'text':
      return inlineOf('tokens' in token ? token.tokens : undefined, token.text);
    case 'escape':
      return token.text;
    case 'strong':
      return <strong>{inlineOf(token.tokens, token.text)}</strong>;
    case 'em':
      return <em>{inlineOf(token.tokens, token.text)}</em>;
    case 'del':
      return <del>{inlineOf(token.tokens, token.text)}</del>;
    case 'codespan':
      return <code>{token.text}</code>;
    case 'br':
      return <br />;
    case 'link':
      return <LinkView href={token.href}>{inlineOf(token.tokens, token.text)}</LinkView>;
    case 'image':
      return <RemoteImage source={token.href} text={decodeEntities(token.text)} />;
    case 'checkbox':
      return (
        <input
          className={classes.check}
          type="checkbox"
          checked={token.checked}
          readOnly
          disabled
          aria-label={token.checked ? 'Done' : 'Open'}
        />
      );
    case 'math':
      return <MathView tex={token.text} isDisplay={token.isDisplay} isOpen={token.isOpen} />;
    default:
      // HTML, and whatever a later lexer may add, is shown as the text it is.
      return token.raw;
  }
}

/** Inline tokens as elements. */
export function InlineView({ tokens }: { readonly tokens: readonly Token[] }) {
  return tokens.map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: inline tokens have no name but their place
    <Fragment key={index}>{renderToken(token as MarkdownToken)}</Fragment>
  ));
}
