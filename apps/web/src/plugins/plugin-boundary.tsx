import { Component, type ErrorInfo, type ReactNode } from 'react';

interface BoundaryProps {
  /** Draws what stands instead of what threw this. */
  readonly fallback: (error: unknown) => ReactNode;
  readonly onCaught: (error: unknown, info: ErrorInfo) => void;
  readonly children: ReactNode;
}

/** Keeps a component that throws from taking the rest of the page along. Give it a `key` that changes with the version. */
export class PluginBoundary extends Component<BoundaryProps, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error: error ?? new Error('The component threw nothing.') };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    this.props.onCaught(error, info);
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error === null ? this.props.children : this.props.fallback(error);
  }
}
