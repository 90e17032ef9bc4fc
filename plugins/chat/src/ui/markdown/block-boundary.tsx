import { Component, type ReactNode } from 'react';
import classes from './markdown.module.css';

interface BlockBoundaryProps {
  readonly source: string;
  readonly children: ReactNode;
}

/** Shows a block as it was written when drawing it fails, so that the rest of the answer stays. */
export class BlockBoundary extends Component<
  BlockBoundaryProps,
  { readonly failed: string | null }
> {
  override state: { readonly failed: string | null } = { failed: null };

  static getDerivedStateFromError(): { readonly failed: string } {
    return { failed: '' };
  }

  static getDerivedStateFromProps(
    props: BlockBoundaryProps,
    state: { readonly failed: string | null },
  ): { readonly failed: string | null } | null {
    if (state.failed === '') return { failed: props.source };
    // More text came: the block may be whole now.
    return state.failed !== null && state.failed !== props.source ? { failed: null } : null;
  }

  override render(): ReactNode {
    if (this.state.failed === null) return this.props.children;
    return <p className={classes.html}>{this.props.source}</p>;
  }
}
