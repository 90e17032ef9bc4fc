/** Style sheets of plugin versions that are not shown now, by the folder they come from. */
const removed = new Map<string, HTMLLinkElement[]>();

const linksBelow = (baseUrl: string): HTMLLinkElement[] => {
  const prefix = new URL(baseUrl, document.baseURI).href;
  return [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')].filter((link) =>
    link.href.startsWith(prefix),
  );
};

/**
 * Takes the style sheets of a plugin version out of the page. They are kept, because the browser runs the module that
 * adds them only once: without them a rollback would have no styles.
 */
export function removeStyles(baseUrl: string): void {
  const links = linksBelow(baseUrl);
  if (links.length === 0) return;
  removed.set(baseUrl, [...(removed.get(baseUrl) ?? []), ...links]);
  for (const link of links) link.remove();
}

/** Puts the style sheets of a version back that were taken out, and waits for them. */
export async function restoreStyles(baseUrl: string): Promise<void> {
  const links = removed.get(baseUrl) ?? [];
  removed.delete(baseUrl);
  await Promise.all(
    links.map(
      (link) =>
        new Promise<void>((resolve) => {
          link.addEventListener('load', () => resolve(), { once: true });
          link.addEventListener('error', () => resolve(), { once: true });
          document.head.append(link);
        }),
    ),
  );
}
