const endings = '.tgz,.tar.gz,.zip,application/gzip,application/zip';

/** Opens the browser's file dialog for a plugin archive. */
export function chooseArchive(onFile: (file: File) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = endings;
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file !== undefined) onFile(file);
  });
  input.click();
}

/** True for names that archives have; the host looks at what is inside. */
export const isArchiveName = (name: string): boolean => /\.(?:tgz|tar\.gz|zip)$/i.test(name);
