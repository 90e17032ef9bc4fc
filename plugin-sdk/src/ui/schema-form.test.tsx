import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { fieldsOf } from './json-schema-fields.ts';
import { SchemaForm } from './schema-form.tsx';

const fields = fieldsOf({
  required: ['baseUrl'],
  properties: {
    baseUrl: { type: 'string', title: 'Base URL', description: 'Where it listens.' },
    apiKey: { type: 'string', secret: true, title: 'API key' },
    isLoud: { type: 'boolean', title: 'Loud' },
    mode: { type: 'string', enum: ['fast', 'exact'], title: 'Mode' },
  },
});

function draw(options: { apiKey?: unknown; setAt?: Date | null; error?: string } = {}) {
  const onChange = vi.fn();
  render(
    <MantineProvider env="test">
      <SchemaForm
        fields={fields}
        values={{ apiKey: options.apiKey }}
        errors={{ baseUrl: options.error }}
        secretsSetAt={{ apiKey: options.setAt ?? null }}
        onChange={onChange}
        onBlur={() => {}}
      />
    </MantineProvider>,
  );
  return onChange;
}
afterEach(cleanup);

it('puts an error in the place of the help', () => {
  draw();
  expect(screen.getByText('Where it listens.')).toBeDefined();
  cleanup();
  draw({ error: 'Enter Base URL.' });
  expect(screen.queryByText('Where it listens.')).toBeNull();
  expect(screen.getByText('Enter Base URL.')).toBeDefined();
});

it('hides a key until its eye is pressed', () => {
  draw();
  const key = screen.getByLabelText(/API key/);
  expect(key.getAttribute('type')).toBe('password');
  fireEvent.click(screen.getByRole('button', { name: 'Show key' }));
  expect(key.getAttribute('type')).toBe('text');
});

it('says when a stored key was set, and removes it with null', () => {
  const onChange = draw({ setAt: new Date('2025-11-03T08:00:00') });
  expect(screen.getByText('Set on 3 Nov 2025')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Remove the key' }));
  expect(onChange).toHaveBeenCalledWith('apiKey', null);
});

it('hands over booleans and choices as they are', () => {
  const onChange = draw();
  fireEvent.click(screen.getByRole('switch', { name: 'Loud' }));
  fireEvent.change(screen.getByLabelText('Mode'), { target: { value: 'exact' } });
  expect(onChange.mock.calls).toEqual([
    ['isLoud', true],
    ['mode', 'exact'],
  ]);
});
