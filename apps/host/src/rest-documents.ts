import { appRouter, lifecyclePrefix, type RestRouter } from '@braindrive/api';

interface OpenApiDocument {
  readonly paths?: Readonly<Record<string, object>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, object>> };
}

/** The OpenAPI document: the core's part is made once, that of plugins for each set of them. */
export class RestDocuments {
  readonly #version: string;
  readonly #plugins = new WeakMap<object, Promise<OpenApiDocument>>();
  #core: Promise<OpenApiDocument> | null = null;

  constructor(version: string) {
    this.#version = version;
  }

  /** @param plugins - What plugins add for the caller. */
  async of(plugins: RestRouter): Promise<OpenApiDocument> {
    this.#core ??= this.#generate(appRouter);
    const added = this.#plugins.get(plugins) ?? this.#generate(plugins);
    this.#plugins.set(plugins, added);
    const [core, more] = await Promise.all([this.#core, added]);
    return {
      ...core,
      paths: { ...withLifecycle(core.paths ?? {}), ...more.paths },
      components: {
        ...core.components,
        schemas: { ...core.components?.schemas, ...more.components?.schemas },
      },
    };
  }

  async #generate(router: object): Promise<OpenApiDocument> {
    const { generateOpenApiDocument } = await import('trpc-to-openapi');
    return generateOpenApiDocument(router as typeof appRouter, {
      title: 'BrainDrive API',
      description:
        'The same procedures that the web page uses. Send an access token or an API key as `Authorization: Bearer …`. Your own plugins are in the document when you send it along.',
      version: this.#version,
      openApiVersion: '3.1.0',
      baseUrl: '/api/v1',
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    });
  }
}

/** The universal lifecycle API has an address of its own, which the document says path by path. */
const withLifecycle = (paths: Readonly<Record<string, object>>): Record<string, object> =>
  Object.fromEntries(
    Object.entries(paths).map(([path, item]) =>
      path.startsWith(`${lifecyclePrefix}/`)
        ? [`/plugins${path.slice(lifecyclePrefix.length)}`, { servers: [{ url: '/api' }], ...item }]
        : [path, item],
    ),
  );
