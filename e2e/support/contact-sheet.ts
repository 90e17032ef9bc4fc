/** One picture of a screen. */
export interface Picture {
  readonly screen: string;
  readonly device: 'desktop' | 'phone';
  readonly scheme: 'light' | 'dark';
  /** Beside the sheet. */
  readonly file: string;
}

/** A page with all pictures, one row per screen, to look over at once. */
export function writeContactSheet(pictures: readonly Picture[]): string {
  const names = [...new Set(pictures.map(({ screen }) => screen))];
  const rows = names.map((name) => {
    const images = pictures
      .filter(({ screen }) => screen === name)
      .map(
        ({ file, device, scheme }) =>
          `<a href="${file}"><img src="${file}" loading="lazy" alt="${name}, ${device}, ${scheme}" class="${device}"></a>`,
      );
    return `<section id="${name}"><h2>${name}</h2><div>${images.join('')}</div></section>`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>BrainDrive screens</title>
<style>
  body { margin: 24px; font: 14px/20px system-ui, sans-serif; background: #ddd; }
  h2 { font-size: 14px; margin: 24px 0 8px; }
  div { display: flex; gap: 12px; flex-wrap: wrap; }
  img { height: 320px; display: block; border-radius: 4px; }
</style>
${rows.join('\n')}
</html>
`;
}
