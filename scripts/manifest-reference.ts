import { z } from 'zod';
import { manifestSchema } from '../plugin-sdk/src/manifest/index.ts';

interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly SchemaNode[];
  readonly items?: SchemaNode;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: SchemaNode | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
}

interface FieldRow {
  readonly path: string;
  readonly type: string;
  readonly presence: string;
  readonly meaning: string;
}

const schemaOfManifest = () => z.toJSONSchema(manifestSchema, { io: 'input' });

/** The JSON Schema of `plugin.json`, as it is published. */
export const renderManifestSchema = (): string =>
  `${JSON.stringify(
    {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'BrainDrive plugin manifest',
      ...schemaOfManifest(),
    },
    null,
    2,
  )}\n`;

function limitOf({ minimum, maximum, maxLength }: SchemaNode): string {
  if (maxLength !== undefined) return `, at most ${maxLength} characters`;
  if (minimum !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER)
    return `, ${minimum} to ${maximum}`;
  return minimum === undefined ? '' : `, from ${minimum}`;
}

function typeOf(node: SchemaNode): string {
  if (node.const !== undefined) return `\`${JSON.stringify(node.const)}\``;
  if (node.enum !== undefined) return node.enum.map((value) => `\`${value}\``).join(', ');
  if (node.anyOf !== undefined) return [...new Set(node.anyOf.map(typeOf))].join(' or ');
  if (node.type === 'array') {
    const most = node.maxItems === undefined ? '' : `, at most ${node.maxItems}`;
    return `list of ${typeOf(node.items ?? {})}${most}`;
  }
  return `${node.type ?? 'any'}${limitOf(node)}`;
}

function presenceOf(node: SchemaNode, isRequired: boolean): string {
  if (isRequired) return 'required';
  return node.default === undefined ? '' : `\`${JSON.stringify(node.default)}\``;
}

function rowsOf(node: SchemaNode, path: string): FieldRow[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const childPath = path === '' ? name : `${path}.${name}`;
    const row = {
      path: childPath,
      type: typeOf(child),
      presence: presenceOf(child, node.required?.includes(name) ?? false),
      meaning: child.description ?? '',
    };
    return [row, ...rowsOf(child, childPath), ...rowsOf(child.items ?? {}, `${childPath}[]`)];
  });
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function table(rows: readonly FieldRow[]): string {
  const head = ['Field', 'Type', 'Required or default', 'Meaning'];
  const cells = rows.map(({ path, type, presence, meaning }) =>
    [`\`${path}\``, type, presence, meaning].map(cell),
  );
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...cells.map(line)].join('\n');
}

/** The reference page of `plugin.json`. */
export function renderManifestPage(): string {
  const schema = schemaOfManifest() as SchemaNode;
  const { permissions, contributes, ...about } = schema.properties ?? {};
  const part = (properties: SchemaNode['properties']) =>
    table(rowsOf({ properties: properties ?? {}, required: schema.required ?? [] }, ''));
  return `# Plugin manifest

\`plugin.json\` says what a plugin is, before any of its code runs. \`braindrive-plugin pack\` writes it from \`plugin.config.ts\`; nobody writes it by hand. This page is generated from the schema that BrainDrive checks every archive with, which is also published as [JSON Schema](plugin-manifest.schema.json). A key that is not here is refused, so that a plugin for a newer BrainDrive is never half understood.

## About the plugin

${part(about)}

## Permissions

What is not asked for is not there. The person reads each in plain words before the plugin is installed, see [Permissions](../guides/plugin-permissions.md).

${table(rowsOf(permissions ?? {}, ''))}

## Contributions

What it adds, listed without starting it.

${table(rowsOf(contributes ?? {}, ''))}
`;
}
