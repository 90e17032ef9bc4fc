/** One entry as a reader finds it, before any rule but those of its format. */
export interface ArchiveEntry {
  /** As written in the archive, without a slash at the end. */
  readonly name: string;
  readonly kind: 'file' | 'directory';
  /** The bytes of a file; to be read before the next entry. */
  readonly content: AsyncIterable<Uint8Array>;
}

export async function* noContent(): AsyncGenerator<Uint8Array> {
  // A folder has no bytes.
}
