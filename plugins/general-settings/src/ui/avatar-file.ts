const side = 256;

/** Draws the middle square of an image at 256 px. @returns a WebP or PNG `data:` URL of a few kilobytes. */
export async function squareImage(file: File): Promise<string> {
  const bitmap = await createImageBitmap(file);
  const edge = Math.min(bitmap.width, bitmap.height);
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const left = (bitmap.width - edge) / 2;
  const top = (bitmap.height - edge) / 2;
  canvas.getContext('2d')?.drawImage(bitmap, left, top, edge, edge, 0, 0, side, side);
  bitmap.close();
  return canvas.toDataURL('image/webp', 0.88);
}
