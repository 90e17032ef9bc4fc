/** Largest piece of a body or a blob, in either direction. */
export const bodyPieceBytes: number = 64 * 1024;
