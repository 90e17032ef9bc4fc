import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { createManifest, ManifestError } from './create-manifest.ts';
import { defineConfig } from './define-config.ts';
import type {
  ComponentActionsOf,
  ComponentEventsOf,
  ComponentNameOf,
  ComponentPropsOf,
  EventsOf,
  PermissionsOf,
  SecretNameOf,
  SettingsOf,
} from './plugin-config.ts';
import { secret, secretNames } from './secret.ts';

const config = defineConfig({
  slug: 'notes',
  version: '1.2.0',
  name: 'Notes',
  author: { name: 'Ada' },
  permissions: { storage: { quotaMB: 10 }, http: { hosts: ['api.example.com'] } },
  settings: z.object({
    limit: z.number().default(20),
    token: secret().optional(),
    key: secret().default(''),
  }),
  events: { saved: z.object({ id: z.string() }) },
  contributes: {
    components: [
      {
        name: 'List',
        title: 'Notes',
        props: z.object({ tag: z.string().default('') }),
        events: { opened: z.object({ id: z.string() }) },
        actions: { open: z.object({ id: z.string() }) },
      },
      { name: 'Editor', title: 'Editor', size: { width: 6 } },
    ],
    pages: [{ id: 'notes', title: 'Notes', component: 'List' }],
  },
});
type Config = typeof config;

const digest = `sha256-${'A'.repeat(43)}=`;

describe('the types of a config', () => {
  it('keep names, permissions and schemas', () => {
    expectTypeOf<ComponentNameOf<Config>>().toEqualTypeOf<'List' | 'Editor'>();
    expectTypeOf<ComponentPropsOf<Config, 'List'>>().toEqualTypeOf<{ tag: string }>();
    expectTypeOf<keyof ComponentEventsOf<Config, 'List'>>().toEqualTypeOf<'opened'>();
    expectTypeOf<keyof ComponentActionsOf<Config, 'List'>>().toEqualTypeOf<'open'>();
    expectTypeOf<keyof ComponentActionsOf<Config, 'Editor'>>().toEqualTypeOf<never>();
    expectTypeOf<keyof PermissionsOf<Config>>().toEqualTypeOf<'storage' | 'http'>();
    expectTypeOf<z.output<EventsOf<Config>['saved']>>().toEqualTypeOf<{ id: string }>();
  });

  it('leave secrets out of the settings and name them apart', () => {
    expectTypeOf<SettingsOf<Config>>().toEqualTypeOf<Readonly<{ limit: number }>>();
    expectTypeOf<SecretNameOf<Config>>().toEqualTypeOf<'token' | 'key'>();
    expect(secretNames(config.settings)).toEqual(['token', 'key']);
  });

  it('refuse a permission that does not exist', () => {
    defineConfig({
      slug: 'notes',
      version: '1.0.0',
      name: 'Notes',
      author: { name: 'Ada' },
      // @ts-expect-error misspelt
      permissions: { storag: { quotaMB: 1 } },
    });
  });
});

describe('createManifest', () => {
  const files = { 'server/index.mjs': digest, 'ui/remoteEntry.js': digest };
  const description = {
    chatTools: [],
    providers: [],
    jobs: [{ name: 'sync', title: 'Sync', every: '15m' }],
    dataVersion: 2,
    canDowngradeTo: [1],
  };

  it('turns schemas into JSON Schema and fills in what was left out', () => {
    const manifest = createManifest(config, description, { files, shared: { react: '^19.0.0' } });
    expect(manifest).toMatchObject({
      manifestVersion: 1,
      engines: { host: '^0.1.0', protocol: 1 },
      server: { entry: 'server/index.mjs', memoryMB: 64 },
      ui: { entry: 'ui/remoteEntry.js', mode: 'realm' },
      permissions: { storage: { quotaMB: 10 } },
      dataVersion: 2,
      canDowngradeTo: [1],
    });
    expect(manifest.settings).toMatchObject({
      properties: { limit: { type: 'number', default: 20 }, token: { secret: true } },
    });
    expect(manifest.settings).not.toHaveProperty('required');
    expect(manifest.contributes.components[0]).toMatchObject({
      name: 'List',
      props: { properties: { tag: { type: 'string' } } },
      events: { opened: { properties: { id: { type: 'string' } } } },
    });
    expect(manifest.contributes.components[1]?.size).toEqual({
      width: 6,
      height: 4,
      minWidth: 2,
      minHeight: 2,
    });
  });

  it('names neither half that is not there', () => {
    const manifest = createManifest(config, null, { files: {}, shared: {} });
    expect(manifest.server).toBeUndefined();
    expect(manifest.ui).toBeUndefined();
  });

  it('names every problem with its place', () => {
    const broken = { ...config, slug: 'Not A Slug', version: 'one' };
    const make = () => createManifest(broken, null, { files: {}, shared: {} });
    expect(make).toThrow(ManifestError);
    expect(make).toThrow(/slug: .*version: /s);
  });
});
