import type { CoreInputs, CoreOutputs, CoreRouter } from '@braindrive/contract';

type Area = 'conversation' | 'model';

type TypeOf<Procedure> = Procedure extends { readonly _def: { readonly type: infer Type } }
  ? Type
  : never;

/** Names of an area's procedures of one type. */
type NamesOf<Of extends Area, Type> = {
  [Name in keyof CoreInputs[Of] & keyof CoreRouter[Of] & string]: TypeOf<
    CoreRouter[Of][Name]
  > extends Type
    ? Name
    : never;
}[keyof CoreInputs[Of] & keyof CoreRouter[Of] & string];

type PathsOf<Of extends Area, Type> = Of extends Area ? `${Of}.${NamesOf<Of, Type>}` : never;

type InputOf<Path> = Path extends `${infer Of extends Area}.${infer Name}`
  ? CoreInputs[Of][Name & keyof CoreInputs[Of]]
  : never;
type OutputOf<Path> = Path extends `${infer Of extends Area}.${infer Name}`
  ? CoreOutputs[Of][Name & keyof CoreOutputs[Of]]
  : never;
// biome-ignore lint/suspicious/noConfusingVoidType: a procedure without input has this type
type Arguments<Input> = Input extends undefined | void ? [input?: Input] : [input: Input];

/** Areas of the host's API that a permission opens for reading. */
type ReadableArea<Permissions> =
  | (Permissions extends { readonly conversations: object } ? 'conversation' : never)
  | (Permissions extends { readonly ai: object } ? 'model' : never);
type WritableArea<Permissions> = Permissions extends {
  readonly conversations: { readonly access: 'write' };
}
  ? 'conversation'
  : never;

/**
 * The host's own procedures, as the person and within the granted areas, typed by the contract package: inputs and
 * outputs are those of the host that the SDK was made for, dates included. `permissions.conversations` opens
 * `conversation.*` (mutations with `write` only), `permissions.ai` the queries of `model.*`.
 */
export interface CoreService<Permissions> {
  /** `ctx.core.query('conversation.open', { conversationId })`. */
  query<Path extends PathsOf<ReadableArea<Permissions>, 'query'>>(
    path: Path,
    ...input: Arguments<InputOf<Path>>
  ): Promise<OutputOf<Path>>;
  mutate<Path extends PathsOf<WritableArea<Permissions>, 'mutation'>>(
    path: Path,
    ...input: Arguments<InputOf<Path>>
  ): Promise<OutputOf<Path>>;
}
