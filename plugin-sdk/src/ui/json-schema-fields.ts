/** One setting of a plugin or provider, read from its JSON Schema. */
export interface SchemaField {
  readonly name: string;
  readonly kind: 'text' | 'url' | 'secret' | 'number' | 'boolean' | 'choice';
  readonly title: string;
  readonly description: string | undefined;
  readonly placeholder: string | undefined;
  readonly isRequired: boolean;
  readonly fallback: unknown;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly maxLength: number | undefined;
  readonly choices: readonly string[];
}

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);
const numberOf = (value: unknown) => (typeof value === 'number' ? value : undefined);
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

function kindOf(property: JsonObject): SchemaField['kind'] {
  if (property.secret === true) return 'secret';
  if (textsOf(property.enum).length > 0) return 'choice';
  if (property.type === 'boolean') return 'boolean';
  if (property.type === 'number' || property.type === 'integer') return 'number';
  return property.format === 'uri' || property.format === 'url' ? 'url' : 'text';
}

/** `baseUrl` as `Base url`, for a property without a title. */
const titleFrom = (name: string) => {
  const words = name.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The fields of an object schema, in its order. What is no plain setting (an object, a list) is left out. */
export function fieldsOf(schema: JsonObject): SchemaField[] {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = new Set(textsOf(schema.required));
  return Object.entries(properties).flatMap(([name, property]) => {
    if (!isObject(property) || property.type === 'object' || property.type === 'array') {
      return [];
    }
    return [
      {
        name,
        kind: kindOf(property),
        title: textOf(property.title) ?? titleFrom(name),
        description: textOf(property.description),
        placeholder: textOf(property.placeholder),
        isRequired: required.has(name) && property.default === undefined,
        fallback: property.default,
        minimum: numberOf(property.minimum),
        maximum: numberOf(property.maximum),
        maxLength: numberOf(property.maxLength),
        choices: textsOf(property.enum),
      },
    ];
  });
}

/** What a form starts with: given values, else the defaults. */
export const initialValues = (fields: readonly SchemaField[], given: JsonObject): JsonObject =>
  Object.fromEntries(
    fields.flatMap(({ name, kind, fallback }) => {
      const value = given[name] ?? (kind === 'secret' ? undefined : fallback);
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** What is wrong with one value before the host sees it, or null. */
export function fieldProblem(field: SchemaField, value: unknown): string | null {
  const isEmpty = value === undefined || value === null || value === '';
  if (isEmpty) return field.isRequired ? `Enter ${field.title}.` : null;
  if (field.kind === 'number') return numberProblem(field, Number(value));
  if (field.kind === 'url' && !/^https?:\/\/\S+$/i.test(String(value))) {
    return 'Enter an address that starts with http:// or https://.';
  }
  return null;
}

function numberProblem({ minimum, maximum }: SchemaField, value: number): string | null {
  if (Number.isNaN(value)) return 'Enter a number.';
  if (minimum !== undefined && value < minimum) return `Use ${minimum} or more.`;
  if (maximum !== undefined && value > maximum) return `Use ${maximum} or less.`;
  return null;
}

/** The values as the host wants them: numbers as numbers, empty fields left out. */
export const submittedValues = (
  fields: readonly SchemaField[],
  values: JsonObject,
): Record<string, unknown> =>
  Object.fromEntries(
    fields.flatMap(({ name, kind }) => {
      const value = values[name];
      // Null removes a secret, so it is kept.
      if (value === undefined || value === '') return [];
      return [[name, kind === 'number' && value !== null ? Number(value) : value]];
    }),
  );
