import { render } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { ReadmeDocument } from './readme-document.tsx';

const html = (text: string) => render(<ReadmeDocument text={text} />).container.innerHTML;

describe('ReadmeDocument', () => {
  it('draws headings, lists, code and links', () => {
    const drawn = html('# Reader\n\n- one\n- **two**\n\n`code` and [site](https://example.com)');
    expect(drawn).toContain('<h4>Reader</h4>');
    expect(drawn).toContain('<strong>two</strong>');
    expect(drawn).toContain('<code>code</code>');
    expect(drawn).toContain('href="https://example.com"');
  });

  it('leaves out tags but not the words between them', () => {
    const drawn = html(
      '<div align="center"><img src="x" onerror="alert(1)"></div>\n\nA <b>bold</b> word',
    );
    expect(drawn).not.toContain('<img');
    expect(drawn).not.toContain('<b>');
    expect(drawn).toContain('A bold word');
  });

  it('does not follow addresses that run code', () => {
    expect(html('[press](javascript:alert(1))')).not.toContain('href');
    expect(html('[press](data:text/html,x)')).not.toContain('href');
  });

  it('fetches no images', () => {
    const drawn = html('![A chart](https://tracker.example/pixel.png)');
    expect(drawn).not.toContain('tracker.example');
    expect(drawn).toContain('A chart');
  });

  it('shows entities as what they stand for, once', () => {
    expect(render(<ReadmeDocument text={'a &lt;b&gt; &amp;amp; c'} />).container.textContent).toBe(
      'a <b> &amp; c',
    );
  });
});
