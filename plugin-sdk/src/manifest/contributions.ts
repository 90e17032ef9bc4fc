import { z } from 'zod';

/** JSON Schema 2020-12, made from the author's Zod schema. */
export const jsonSchemaSchema = z.record(z.string(), z.unknown());
export type JsonSchema = z.infer<typeof jsonSchemaSchema>;

const title = z.string().trim().min(1).max(60);
const sentence = z.string().trim().max(280);
/** Name of a Tabler outline icon, such as `message-circle`; an unknown one falls back to the plugin's. */
const icon = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const identifier = z
  .string()
  .max(60)
  .regex(/^[a-zA-Z][a-zA-Z0-9]*$/, 'Use letters and digits.');
const kebab = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);

/** A building block that pages are made of. */
export const componentContributionSchema = z.strictObject({
  name: identifier.describe('Key in `definePluginUi({ components })`.'),
  title,
  description: sentence.default(''),
  icon: icon.optional(),
  category: kebab.default('other'),
  props: jsonSchemaSchema
    .default({ type: 'object', properties: {} })
    .describe('Schema of the props that a person sets; the form is generated from it.'),
  size: z
    .strictObject({
      width: z.int().min(1).max(12).default(4),
      height: z.int().min(1).max(40).default(4),
      minWidth: z.int().min(1).max(12).default(2),
      minHeight: z.int().min(1).max(40).default(2),
    })
    .default({ width: 4, height: 4, minWidth: 2, minHeight: 2 })
    .describe('In columns of 12 and rows of 46 px.'),
  events: z
    .record(identifier, jsonSchemaSchema)
    .default({})
    .describe('Events it emits, with the schema of what they carry.'),
  actions: z
    .record(identifier, jsonSchemaSchema)
    .default({})
    .describe('Actions it can be told to do, with the schema of their input.'),
});
export type ComponentContribution = z.infer<typeof componentContributionSchema>;

/** A screen of its own, reached from the navigation. */
export const pageContributionSchema = z.strictObject({
  id: kebab,
  title,
  icon: icon.optional(),
  component: identifier.describe('Component of the screen.'),
  sidebar: identifier.optional().describe('Component of the sidebar beside it, where it has one.'),
  path: kebab
    .optional()
    .describe(
      "First segment of its address, when it is free; else it is reached under the plugin's slug.",
    ),
  order: z.int().min(0).max(1_000).default(500).describe('Place in the navigation, small first.'),
});
export type PageContribution = z.infer<typeof pageContributionSchema>;

/** A page among the settings. */
export const settingsPageContributionSchema = z.strictObject({
  id: kebab,
  title,
  icon: icon.optional(),
  component: identifier,
  group: z
    .enum(['you', 'plugins', 'instance'])
    .default('plugins')
    .describe('Heading it stands under.'),
  needs: z
    .string()
    .max(60)
    .optional()
    .describe('Core permission that a person needs to see it, such as `instance.manage`.'),
  order: z.int().min(0).max(1_000).default(500),
});
export type SettingsPageContribution = z.infer<typeof settingsPageContributionSchema>;

/** Something a model may call while it answers. */
export const chatToolContributionSchema = z.strictObject({
  name: z
    .string()
    .max(60)
    .regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/, 'Use words joined by underscores.'),
  title,
  description: z.string().trim().min(1).max(1_000).describe('Tells the model when to call it.'),
  input: jsonSchemaSchema,
  sideEffects: z.enum(['none', 'writes']).describe('`writes` asks the person before each call.'),
});
export type ChatToolContribution = z.infer<typeof chatToolContributionSchema>;

/** A kind of connection to language models. */
export const providerContributionSchema = z.strictObject({
  id: kebab,
  name: title,
  description: sentence,
  icon: z.enum(['cpu', 'server', 'cloud']),
  isBuiltIn: z.boolean().default(false),
  settings: jsonSchemaSchema.describe(
    "Schema of a connection's settings; a property with `secret: true` is write-only.",
  ),
  presets: z
    .array(
      z.strictObject({
        id: z.string().max(60),
        name: title,
        keyUrl: z.url().nullable(),
        settings: z.record(z.string(), z.unknown()),
      }),
    )
    .max(60)
    .default([]),
  destination: z.union([
    z.strictObject({ kind: z.literal('this-machine') }),
    z.strictObject({ kind: z.literal('setting'), name: z.string().max(60) }),
    z
      .strictObject({ kind: z.literal('host'), host: z.string().max(253) })
      .describe('Where prompts go: nowhere, or the host named by a setting that holds an address.'),
  ]),
  hasLibrary: z
    .boolean()
    .default(false)
    .describe('True when models can be fetched and deleted through it.'),
});
export type ProviderContribution = z.infer<typeof providerContributionSchema>;

export const jobIntervalPattern: RegExp = /^([1-9]\d{0,3})(m|h|d)$/;

/** Work that the host starts by the clock. */
export const jobContributionSchema = z.strictObject({
  name: identifier,
  title,
  every: z
    .string()
    .regex(jobIntervalPattern, 'Write an interval such as 15m, 6h or 1d.')
    .describe('`15m`, `6h`, `1d`.'),
});
export type JobContribution = z.infer<typeof jobContributionSchema>;

/** Everything a plugin adds. Static, so that it is listed without starting the plugin. */
export const contributionsSchema = z.strictObject({
  components: z.array(componentContributionSchema).max(100).default([]),
  pages: z.array(pageContributionSchema).max(20).default([]),
  settingsPages: z.array(settingsPageContributionSchema).max(20).default([]),
  background: identifier
    .optional()
    .describe(
      'Component without looks that is there on every page while the person is signed in. Not in a frame.',
    ),
  chatTools: z.array(chatToolContributionSchema).max(50).default([]),
  providers: z.array(providerContributionSchema).max(10).default([]),
  jobs: z.array(jobContributionSchema).max(20).default([]),
});
export type Contributions = z.infer<typeof contributionsSchema>;
