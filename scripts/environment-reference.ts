import { z } from 'zod';

/** One setting, as the documentation tells it. */
export interface SettingReference {
  readonly name: string;
  readonly description: string;
  /** Default as it would be written in the environment; empty when nothing is set. */
  readonly defaultValue: string;
  readonly allowedValues: string;
  /** Whether `<NAME>_FILE` may name a file that holds the value. */
  readonly isSecret: boolean;
}

/** The parts of a JSON schema that tell which values are allowed. */
interface ValueSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly (ValueSchema & { readonly const?: unknown })[];
  readonly default?: unknown;
  readonly description?: string;
  readonly secret?: boolean;
  readonly values?: string;
}

/**
 * Reads the settings off the environment's schema.
 * @throws {Error} When a setting has no description: an undocumented setting is a mistake.
 */
export function describeSettings(schema: z.ZodObject): readonly SettingReference[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).map(([name, property]) => {
    const value = property as ValueSchema;
    if (value.description === undefined) throw new Error(`${name} has no description.`);
    return {
      name,
      description: value.description,
      defaultValue: defaultText(value.default ?? parsedDefault(schema, name)),
      allowedValues: value.values ?? allowedValues(value),
      isSecret: value.secret === true,
    };
  });
}

/** A default that stands behind a transform is known only by running the schema. */
function parsedDefault(schema: z.ZodObject, name: string): unknown {
  const result = z.safeParse(schema.shape[name] as z.ZodType, undefined);
  return result.success ? result.data : undefined;
}

function defaultText(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

function allowedValues(value: ValueSchema): string {
  if (value.enum !== undefined) return value.enum.map((option) => `\`${option}\``).join(', ');
  if (value.anyOf !== undefined) {
    return value.anyOf
      .map((option) => (option.const === '' ? 'empty' : allowedValues(option)))
      .join(' or ');
  }
  if (value.format === 'uri') return 'an address (http or https)';
  if (value.minimum !== undefined && value.maximum !== undefined) {
    const kind = value.type === 'integer' ? 'a whole number' : 'a number';
    return `${kind} from ${value.minimum} to ${value.maximum}`;
  }
  return 'text';
}

/** Renders `.env.example`: every setting with its default, commented out. */
export function renderEnvironmentExample(settings: readonly SettingReference[]): string {
  const head = [
    '# Settings of BrainDrive. Copy this file to .env and take the # off what you want to change.',
    '# What is set in the environment itself wins over the file.',
    '# Made by "npm run generate" from apps/host/src/environment.ts: change it there.',
  ];
  const blocks = settings.map((setting) => [
    '',
    ...wrapWords(setting.description, 96).map((line) => `# ${line}`),
    `# Allowed: ${setting.allowedValues.replaceAll('`', '')}.`,
    ...(setting.isSecret ? [`# ${setting.name}_FILE may name a file that holds it.`] : []),
    `# ${setting.name}=${setting.defaultValue}`,
  ]);
  return `${[...head, ...blocks.flat()].join('\n')}\n`;
}

/** Renders the reference page. */
export function renderEnvironmentPage(settings: readonly SettingReference[]): string {
  const sections = settings.map((setting) => {
    const fallback = setting.defaultValue === '' ? 'empty' : `\`${setting.defaultValue}\``;
    const lines = [
      `## \`${setting.name}\``,
      '',
      setting.description,
      '',
      `- Allowed: ${setting.allowedValues}`,
      `- Default: ${fallback}`,
    ];
    if (setting.isSecret) lines.push(`- From a file: set \`${setting.name}_FILE\` to its path`);
    return lines.join('\n');
  });
  return `# Settings

<!-- Made by "npm run generate" from apps/host/src/environment.ts: change it there. -->

BrainDrive reads these environment variables once, when it starts. All of them may stay unset. If one does not fit, it says which and why, and does not start. They may also stand in a file named \`.env\` in the project's folder; \`.env.example\` lists them.

${sections.join('\n\n')}
`;
}

function wrapWords(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
