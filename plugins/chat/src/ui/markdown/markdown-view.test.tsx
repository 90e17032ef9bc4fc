import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { MarkdownView } from './markdown-view.tsx';

// temml refuses pages without a doctype, which the test page has none of.
Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat' });
afterEach(cleanup);

const show = (text: string, isDone = true) => render(<MarkdownView text={text} isDone={isDone} />);

describe('MarkdownView', () => {
  it('draws GFM', () => {
    const { container } = show(
      '# A\n\n**b** *c* ~~d~~ `e`\n\n- [x] done\n- [ ] open\n\n3. three\n\n> quote\n\n| h |\n|--:|\n| v |\n\n---',
    );
    for (const tag of ['h3', 'strong', 'em', 'del', 'code', 'ul', 'blockquote', 'table', 'hr']) {
      expect(container.querySelector(tag), tag).not.toBeNull();
    }
    expect(container.querySelector('ol')?.getAttribute('start')).toBe('3');
    expect(container.querySelectorAll('input:checked')).toHaveLength(1);
    expect(container.querySelector('td')?.style.textAlign).toBe('right');
  });

  it('shows HTML as text and makes no element of it', () => {
    const hostile =
      '<script>window.x=1</script>\n\nhi <img src=x onerror="window.x=1"> <b>there</b>\n\n<iframe src="javascript:1"></iframe>\n\n<svg onload=alert(1)>';
    const { container } = show(hostile);
    expect(container.querySelector('script, img, b, iframe, svg')).toBeNull();
    expect(container.textContent).toContain('<script>window.x=1</script>');
    expect(container.textContent).toContain('onerror="window.x=1"');
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java&#x0A;script:alert(1)',
    '&#106;avascript:alert(1)',
    'data:text/html,<script>1</script>',
    'vbscript:x',
    'file:///etc/passwd',
    '//evil.example',
    '/settings',
    'blob:https://x/1',
  ])('does not link to %s', (href) => {
    const { container } = show(`[click](<${href}>) and [more](${href.replaceAll(' ', '')})`);
    for (const link of container.querySelectorAll('a')) {
      expect(link.href).toMatch(/^https?:\/\//);
      expect(link.href).not.toContain('evil');
    }
    expect(container.textContent).toContain('click');
  });

  it('opens allowed links elsewhere and without a way back', () => {
    show('[a](https://example.com/x) <mailto:sam@example.com> https://auto.example');
    const links = screen.getAllByRole<HTMLAnchorElement>('link');
    expect(links.map((link) => link.protocol)).toEqual(['https:', 'mailto:', 'https:']);
    for (const link of links) {
      expect(link.target).toBe('_blank');
      expect(link.rel).toContain('noopener');
    }
  });

  it('loads a remote image on a click only', () => {
    const { container } = show('![A chart](https://img.example/a.png)');
    expect(container.querySelector('img')).toBeNull();
    expect(container.textContent).toContain('img.example');
    fireEvent.click(screen.getByRole('button', { name: 'Load image' }));
    expect(container.querySelector('img')?.getAttribute('src')).toBe('https://img.example/a.png');
    expect(container.querySelector('img')?.referrerPolicy).toBe('no-referrer');
  });

  it.each(['javascript:1', 'data:image/svg+xml,<svg onload=1>', 'x.png'])(
    'offers no image from %s',
    (source) => {
      const { container } = show(`![pic](${source})`);
      expect(container.querySelector('img, button')).toBeNull();
    },
  );

  it('decodes entities in text and leaves them alone in code', () => {
    const { container } = show('a &amp; b &lt;i&gt; &#233; &bogus; `&amp;`');
    expect(container.textContent).toBe('a & b <i> é &bogus; &amp;');
  });

  it('colours code when it is complete, with elements and not with HTML', async () => {
    const { container, rerender } = show('```js\nconst a = "<b>";', false);
    expect(container.querySelector('pre span')).toBeNull();
    rerender(<MarkdownView text={'```js\nconst a = "<b>";\n```'} isDone />);
    await waitFor(() => expect(container.querySelector('[data-role="keyword"]')).not.toBeNull());
    expect(container.querySelector('[data-role="keyword"]')?.textContent).toBe('const');
    expect(container.querySelector('pre')?.textContent).toBe('const a = "<b>";');
    expect(container.querySelector('figcaption')?.textContent).toContain('JavaScript');
  });

  it('draws formulas as MathML and leaves money alone', async () => {
    const { container } = show('Sum $a^2$ costs $5 or $10. \\(b\\)');
    await waitFor(() => expect(container.querySelectorAll('math')).toHaveLength(2));
    expect(container.textContent).toContain('costs $5 or $10.');
  });

  it.each([
    '\\int_',
    '\\frac{',
    '\\begin{matrix}',
    '\\left(',
    '}{',
    '\\\\\\',
    '\\href{javascript:1}{x}',
  ])('shows half-typed TeX %s as it is written', async (tex) => {
    const { container } = show(`before\n\n$$${tex}$$\n\nafter`);
    await act(() => import('temml').then(() => new Promise((resolve) => setTimeout(resolve, 5))));
    expect(container.textContent).toContain('before');
    expect(container.textContent).toContain('after');
    expect(container.querySelector('a')).toBeNull();
  });

  it('keeps the elements of finished blocks while the answer grows', () => {
    const text = 'First paragraph.\n\nSecond one.\n\nThird one.\n\nFourth **bold** end.';
    const { container, rerender } = show('First paragraph.\n\n', false);
    const first = container.querySelector('p');
    for (let length = 20; length <= text.length; length += 1) {
      rerender(<MarkdownView text={text.slice(0, length)} isDone={false} />);
      expect(container.querySelector('p')).toBe(first);
    }
    rerender(<MarkdownView text={text} isDone />);
    expect(container.querySelector('p')).toBe(first);
    expect(container.textContent).toBe('First paragraph.Second one.Third one.Fourth bold end.');
  });

  it('never shows the marks of a half-written bold word', () => {
    const { container } = show('Some **bol', false);
    expect(container.textContent).toBe('Some bol');
    expect(container.querySelector('strong')?.textContent).toBe('bol');
  });
});
