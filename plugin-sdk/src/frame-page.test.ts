import { expect, it } from 'vitest';
import { framePage } from './frame-page.ts';

it('lets a frame load its runtime and its own folder, and nothing else', () => {
  const { headers } = framePage('https://drive.example', '/plugins/notes/1.0.0-abc/', 'Notes');
  const policy = headers['Content-Security-Policy'] ?? '';
  expect(policy).toContain(
    'script-src https://drive.example/frame/ https://drive.example/plugins/notes/1.0.0-abc/;',
  );
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'none'");
  expect(policy).toContain('sandbox allow-scripts allow-forms');
  expect(policy).toContain("form-action 'none'");
  expect(policy).not.toContain("'self'");
  expect(policy).not.toContain('unsafe-eval');
});

it('writes the title as text', () => {
  const { html } = framePage('https://drive.example', '/p/', '</title><script>x</script>');
  expect(html).toContain('&lt;/title&gt;&lt;script&gt;x');
});
