const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

/**
 * A new UUIDv7. Made by hand because browsers offer `crypto.randomUUID` (a version 4) to secure pages only, and a home
 * server is often reached over plain HTTP. Layout: RFC 9562, section 5.7.
 */
export function createClientId(nowMs = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let index = 0; index < 6; index += 1) {
    bytes[index] = Math.floor(nowMs / 2 ** (8 * (5 - index))) % 256;
  }
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const text = [...bytes].map(hex).join('');
  return [
    text.slice(0, 8),
    text.slice(8, 12),
    text.slice(12, 16),
    text.slice(16, 20),
    text.slice(20),
  ].join('-');
}
