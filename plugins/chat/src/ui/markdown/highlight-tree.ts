/** Highlighted code as a tree, so that it becomes elements without passing through HTML. */
export interface HighlightNode {
  readonly scope: string | null;
  readonly children: (HighlightNode | string)[];
}

/** Collects what highlight.js finds. The library calls these names; `openNode` and `closeNode` are its older ones. */
export class HighlightTreeEmitter {
  readonly root: HighlightNode = { scope: null, children: [] };
  readonly #stack: HighlightNode[] = [this.root];

  addText(text: string): void {
    const children = this.#top.children;
    const last = children.at(-1);
    if (typeof last === 'string') children[children.length - 1] = last + text;
    else if (text !== '') children.push(text);
  }

  openNode(scope: string): void {
    this.startScope(scope);
  }

  closeNode(): void {
    this.endScope();
  }

  startScope(scope: string): void {
    const node: HighlightNode = { scope, children: [] };
    this.#top.children.push(node);
    this.#stack.push(node);
  }

  endScope(): void {
    if (this.#stack.length > 1) this.#stack.pop();
  }

  __addSublanguage(emitter: HighlightTreeEmitter): void {
    this.#top.children.push(emitter.root);
  }

  finalize(): void {
    this.#stack.length = 1;
  }

  /** Asked for by the library after each run; the tree is read instead. */
  toHTML(): string {
    return '';
  }

  get #top(): HighlightNode {
    return this.#stack.at(-1) ?? this.root;
  }
}

/** The colour class of a scope, following the five roles that the design has for code. */
const roleOfScope: Readonly<Record<string, string>> = {
  keyword: 'keyword',
  'selector-tag': 'keyword',
  'meta keyword': 'keyword',
  tag: 'keyword',
  name: 'keyword',
  section: 'keyword',
  'template-tag': 'keyword',
  string: 'string',
  regexp: 'string',
  addition: 'string',
  'meta string': 'string',
  char: 'string',
  quote: 'comment',
  comment: 'comment',
  meta: 'comment',
  number: 'number',
  literal: 'number',
  symbol: 'number',
  bullet: 'number',
  'template-variable': 'number',
  variable: 'number',
  title: 'function',
  built_in: 'function',
  attr: 'function',
  attribute: 'function',
  type: 'function',
  link: 'function',
  property: 'function',
  deletion: 'deletion',
  strong: 'strong',
  emphasis: 'emphasis',
};

/** The role of a highlight.js scope such as `title.function`, or null when it stays in the text colour. */
export const roleOf = (scope: string | null): string | null =>
  scope === null ? null : (roleOfScope[scope] ?? roleOfScope[scope.split('.')[0] ?? ''] ?? null);
