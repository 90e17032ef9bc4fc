/** The page of a frame, as the host answers `${baseUrl}frame.html`. */
export interface FramePage {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

const escaped: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escapeHtml = (text: string) => text.replaceAll(/[&<>"]/g, (sign) => escaped[sign] ?? sign);

/**
 * Writes the page that a framed plugin runs in. It loads the frame's runtime and the plugin's own files and nothing
 * else; it has no origin (`sandbox`), so no cookie, no storage and no way to the host but the port it is given. Its
 * scripts and styles are fetched with CORS, so `/frame/*` and `${baseUrl}ui/*` need `Access-Control-Allow-Origin: *`.
 * @param origin - Of the host as the browser sees it: `https://drive.example`.
 * @param baseUrl - Folder of the plugin version, with its slash: `/plugins/notes/1.2.0-0123456789ab/`.
 */
export function framePage(origin: string, baseUrl: string, title: string): FramePage {
  const runtime = `${origin}/frame/`;
  const own = `${origin}${baseUrl}`;
  const policy = [
    "default-src 'none'",
    `script-src ${runtime} ${own}`,
    // Inline styles cannot load anything: images and fonts come from these folders or from the text itself.
    `style-src ${runtime} ${own} 'unsafe-inline'`,
    `font-src ${runtime} ${own}`,
    `img-src ${own} data: blob:`,
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    `frame-ancestors ${origin}`,
    // Without forms no `submit` would reach the plugin; `form-action` keeps them from going anywhere.
    'sandbox allow-scripts allow-forms',
  ].join('; ');
  return {
    html: `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escapeHtml(title)}</title>
    <link rel="stylesheet" crossorigin href="${runtime}frame.css" />
    <script type="module" crossorigin src="${runtime}frame.js"></script>
  </head>
  <body>
    <div id="root"></div>
  </body>
</html>
`,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy,
      'Cache-Control': 'private, max-age=300',
      'X-Frame-Options': 'SAMEORIGIN',
      'Cross-Origin-Resource-Policy': 'same-origin',
    },
  };
}
