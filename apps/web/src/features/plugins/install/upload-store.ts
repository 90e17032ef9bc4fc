/** An archive on its way from this page to the host. */
export interface Upload {
  readonly fileName: string;
  readonly sentBytes: number;
  readonly totalBytes: number;
  /** Why it did not arrive, or null. */
  readonly error: unknown;
  readonly cancel: () => void;
}

/** The one upload of this page; a page that is closed ends it, so it is not kept anywhere else. */
class UploadStore {
  #current: Upload | null = null;
  readonly #listeners = new Set<() => void>();

  readonly current = (): Upload | null => this.#current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(upload: Upload | null): void {
    this.#current = upload;
    for (const listener of this.#listeners) listener();
  }

  /** Changes the upload that is shown; one that was put away meanwhile stays away. */
  update(change: Partial<Upload>): void {
    if (this.#current !== null) this.set({ ...this.#current, ...change });
  }
}

/** Where the upload is found by the button that began it and by the dialog that shows it. */
export const uploadStore: UploadStore = new UploadStore();
