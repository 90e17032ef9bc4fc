import type { AnyTRPCRouter } from '@trpc/server';
import type { z } from 'zod';
import type { ModelProvider } from './model-provider.ts';
import type { MigrationContext, PluginContext } from './plugin-context.ts';
import type { PluginTrpc } from './plugin-trpc.ts';

/** Something a model may call while it answers. Made with {@link tool}. */
export interface ChatTool<Context, Input extends z.ZodType = z.ZodType> {
  readonly title?: string;
  /** Tells the model when to call it. */
  readonly description: string;
  readonly input: Input;
  /** `writes` asks the person before each call. */
  readonly sideEffects: 'none' | 'writes';
  /** What it returns is given to the model as JSON. */
  run(input: z.output<Input>, context: Context): Promise<unknown> | unknown;
}

/** Infers the input of one entry of `chatTools`. */
export const tool = <Input extends z.ZodType, Context>(
  definition: ChatTool<Context, Input>,
): ChatTool<Context, Input> => definition;

/** Work that the host starts by the clock, once per installation. Needs `permissions.schedule`. */
export interface Job<Context> {
  readonly title?: string;
  /** `15m`, `6h`, `1d`. */
  readonly every: string;
  run(context: Context): Promise<void> | void;
}

/** A step of the stored data to the version `to`. All steps of an upgrade run in one transaction. */
export interface Migration {
  readonly to: number;
  up(context: MigrationContext): Promise<void>;
  /** Back to `to - 1`. Without it this version's data cannot be downgraded. */
  down?(context: MigrationContext): Promise<void>;
}

type Answer<Value> = Promise<Value> | Value;

/** Called by the host around the life of an installation; each has a time limit (see the lifecycle guide). */
export interface Hooks<Context> {
  install?(context: Context): Answer<void>;
  enable?(context: Context): Answer<void>;
  disable?(context: Context): Answer<void>;
  upgrade?(context: Context, detail: { readonly from: string }): Answer<void>;
  uninstall?(context: Context, detail: { readonly keepsData: boolean }): Answer<void>;
  /** Problems, in plain words; none when all is well. A problem after an upgrade rolls it back. */
  check?(context: Context): Answer<readonly string[]>;
  /** Puts right what it can. @returns what is left. */
  repair?(
    context: Context,
    detail: { readonly problems: readonly string[] },
  ): Answer<readonly string[]>;
}

export interface PluginDefinition<Config, Router extends AnyTRPCRouter> {
  readonly router?: (t: PluginTrpc<Config>) => Router;
  /** By name, in words joined by underscores: `search_notes`. */
  readonly chatTools?: Readonly<Record<string, ChatTool<PluginContext<Config>>>>;
  readonly providers?: readonly ModelProvider[];
  readonly jobs?: Readonly<Record<string, Job<PluginContext<Config>>>>;
  /** In ascending order of `to`, without gaps, from 2. */
  readonly migrations?: readonly Migration[];
  readonly hooks?: Hooks<PluginContext<Config>>;
}
