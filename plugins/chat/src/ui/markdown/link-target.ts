const allowedSchemes = new Set(['http:', 'https:', 'mailto:']);

/**
 * The address of a link if it may be followed, else null: only absolute `http`, `https` and `mailto` addresses, since a
 * model's relative link would point into this application.
 */
export function safeLink(href: string): string | null {
  try {
    const url = new URL(href);
    return allowedSchemes.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** The address of an image if it may be loaded (on a click), else null. */
export function safeImage(source: string): URL | null {
  try {
    const url = new URL(source);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url : null;
  } catch {
    return null;
  }
}
