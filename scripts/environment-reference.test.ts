import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  describeSettings,
  renderEnvironmentExample,
  renderEnvironmentPage,
} from './environment-reference.ts';

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000).describe('Port to listen on.'),
  VERBOSE: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .default(true)
    .describe('Say more.'),
  PUBLIC_URL: z
    .union([z.literal(''), z.url()])
    .default('')
    .describe('Address that people open.'),
  SECRET: z.string().default('').meta({ secret: true }).describe('A secret.'),
});

describe('describeSettings', () => {
  it('tells default and allowed values of every setting', () => {
    expect(describeSettings(schema)).toEqual([
      {
        name: 'PORT',
        description: 'Port to listen on.',
        defaultValue: '3000',
        allowedValues: 'a whole number from 0 to 65535',
        isSecret: false,
      },
      {
        name: 'VERBOSE',
        description: 'Say more.',
        defaultValue: 'true',
        allowedValues: '`true`, `false`',
        isSecret: false,
      },
      {
        name: 'PUBLIC_URL',
        description: 'Address that people open.',
        defaultValue: '',
        allowedValues: 'empty or an address (http or https)',
        isSecret: false,
      },
      {
        name: 'SECRET',
        description: 'A secret.',
        defaultValue: '',
        allowedValues: 'text',
        isSecret: true,
      },
    ]);
  });

  it('refuses a setting without a description', () => {
    expect(() => describeSettings(z.object({ DARK: z.string() }))).toThrow(
      'DARK has no description.',
    );
  });
});

describe('renderEnvironmentExample', () => {
  it('leaves every setting commented out, so that a copy changes nothing', () => {
    const lines = renderEnvironmentExample(describeSettings(schema)).split('\n');
    expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
    expect(lines).toContain('# PORT=3000');
    expect(lines).toContain('# SECRET_FILE may name a file that holds it.');
  });
});

describe('renderEnvironmentPage', () => {
  it('has a section for each setting', () => {
    const page = renderEnvironmentPage(describeSettings(schema));
    expect(page).toContain('## `PORT`\n\nPort to listen on.');
    expect(page).toContain('- Default: empty');
  });
});
