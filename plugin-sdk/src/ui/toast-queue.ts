/** A short message at the bottom left. */
export interface Toast {
  readonly id: number;
  readonly message: string;
  readonly tone: 'plain' | 'danger';
  readonly durationMs: number;
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

const maxShown = 2;

/** Holds the toasts that are shown: at most two, the oldest goes first. */
export class ToastQueue {
  #toasts: readonly Toast[] = [];
  #nextId = 1;
  readonly #listeners = new Set<() => void>();

  get toasts(): readonly Toast[] {
    return this.#toasts;
  }

  show(toast: Omit<Toast, 'id'>): number {
    const id = this.#nextId;
    this.#nextId += 1;
    this.#replace([...this.#toasts, { ...toast, id }].slice(-maxShown));
    return id;
  }

  dismiss(id: number): void {
    this.#replace(this.#toasts.filter((toast) => toast.id !== id));
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #replace(toasts: readonly Toast[]): void {
    this.#toasts = toasts;
    for (const listener of this.#listeners) listener();
  }
}
