import { describe, expect, it } from 'vitest';
import {
  fieldProblem,
  fieldsOf,
  initialValues,
  type SchemaField,
  submittedValues,
} from './json-schema-fields.ts';

const schema = {
  type: 'object',
  required: ['baseUrl', 'timeoutSeconds', 'mode'],
  properties: {
    baseUrl: { type: 'string', format: 'uri', title: 'Base URL' },
    apiKey: { type: 'string', secret: true, title: 'API key' },
    timeoutSeconds: { type: 'integer', default: 120, minimum: 5, maximum: 300 },
    isLoud: { type: 'boolean' },
    mode: { type: 'string', enum: ['fast', 'exact'] },
    headers: { type: 'object' },
  },
};
const fields = fieldsOf(schema);
const field = (name: string) => fields.find((each) => each.name === name) as SchemaField;

describe('fieldsOf', () => {
  it('reads the kind of each setting and leaves out what is no plain setting', () => {
    expect(fields.map(({ name, kind }) => [name, kind])).toEqual([
      ['baseUrl', 'url'],
      ['apiKey', 'secret'],
      ['timeoutSeconds', 'number'],
      ['isLoud', 'boolean'],
      ['mode', 'choice'],
    ]);
  });

  it('does not ask for a value that has a default', () => {
    expect(field('timeoutSeconds').isRequired).toBe(false);
    expect(field('baseUrl').isRequired).toBe(true);
  });

  it('makes a title from the name where the schema has none', () => {
    expect(field('timeoutSeconds').title).toBe('Timeout seconds');
  });
});

describe('initialValues', () => {
  it('prefers given values over defaults', () => {
    expect(initialValues(fields, { timeoutSeconds: 30 })).toEqual({ timeoutSeconds: 30 });
    expect(initialValues(fields, {})).toEqual({ timeoutSeconds: 120 });
  });
});

describe('fieldProblem', () => {
  it('says which field is missing', () => {
    expect(fieldProblem(field('baseUrl'), '')).toBe('Enter Base URL.');
  });

  it('refuses an address without a scheme', () => {
    expect(fieldProblem(field('baseUrl'), 'localhost:1234')).toContain('http://');
    expect(fieldProblem(field('baseUrl'), 'http://localhost:1234/v1')).toBeNull();
  });

  it('keeps numbers inside their bounds', () => {
    expect(fieldProblem(field('timeoutSeconds'), '4')).toBe('Use 5 or more.');
    expect(fieldProblem(field('timeoutSeconds'), 'soon')).toBe('Enter a number.');
  });
});

describe('submittedValues', () => {
  it('sends numbers as numbers, leaves out what is empty and keeps a removed secret', () => {
    const values = { baseUrl: 'http://a', apiKey: null, timeoutSeconds: '60', mode: '' };
    expect(submittedValues(fields, values)).toEqual({
      baseUrl: 'http://a',
      apiKey: null,
      timeoutSeconds: 60,
    });
  });
});
