const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text of bytes that are valid UTF-8, or null. */
export function strictText(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
