import type {
  BridgeInput,
  BridgeItem,
  BridgeResult,
  OutgoingBody,
  RpcPeer,
  StreamBridgeName,
  UnaryBridgeName,
} from '../protocol/index.ts';

/** A body that the host may read while the request that names it runs. */
export interface LentBody {
  readonly body: OutgoingBody;
  release(): void;
}

/** Asks the host in the name of one call. `ctx` is made of it, here and in tests. */
export interface BridgeClient {
  /** @throws {PluginError} the host's refusal, with its code. */
  call<Name extends UnaryBridgeName>(
    name: Name,
    params: BridgeInput<Name>,
    signal?: AbortSignal,
  ): Promise<BridgeResult<Name>>;
  /** JSON items, then bytes where the bridge has them. */
  stream<Name extends StreamBridgeName>(
    name: Name,
    params: BridgeInput<Name>,
    signal?: AbortSignal,
  ): AsyncGenerator<BridgeItem<Name> | Uint8Array, void>;
  lend(content: AsyncIterable<Uint8Array>): LentBody;
}

/** Bodies of this process that the host may read, by id. */
export class LentBodies {
  readonly #bodies = new Map<number, AsyncIterable<Uint8Array>>();
  #nextId = 1;

  lend(content: AsyncIterable<Uint8Array>): LentBody {
    const id = this.#nextId++;
    this.#bodies.set(id, content);
    return { body: { stream: id }, release: () => this.#bodies.delete(id) };
  }

  /** Each body is read once. */
  take(id: number): AsyncIterable<Uint8Array> | null {
    const content = this.#bodies.get(id) ?? null;
    this.#bodies.delete(id);
    return content;
  }
}

/**
 * Asks over the border, as a child of the host's request `parent`. Answers are taken as they come: the host makes them
 * by the schemas of `bridges.ts`, and a plugin that built those for itself would take a third longer to start.
 */
export class RpcBridgeClient implements BridgeClient {
  readonly #peer: RpcPeer;
  readonly #parent: number;
  readonly #callSignal: AbortSignal;
  readonly #bodies: LentBodies;

  constructor(options: {
    readonly peer: RpcPeer;
    readonly parent: number;
    /** Of the host's request: what is asked in its name ends with it. */
    readonly signal: AbortSignal;
    readonly bodies: LentBodies;
  }) {
    this.#peer = options.peer;
    this.#parent = options.parent;
    this.#callSignal = options.signal;
    this.#bodies = options.bodies;
  }

  async call<Name extends UnaryBridgeName>(
    name: Name,
    params: BridgeInput<Name>,
    signal?: AbortSignal,
  ): Promise<BridgeResult<Name>> {
    const answer = await this.#peer.request(name, params, this.#options(signal));
    return answer as BridgeResult<Name>;
  }

  async *stream<Name extends StreamBridgeName>(
    name: Name,
    params: BridgeInput<Name>,
    signal?: AbortSignal,
  ): AsyncGenerator<BridgeItem<Name> | Uint8Array, void> {
    for await (const item of this.#peer.stream(name, params, this.#options(signal))) {
      yield item as BridgeItem<Name> | Uint8Array;
    }
  }

  lend(content: AsyncIterable<Uint8Array>): LentBody {
    return this.#bodies.lend(content);
  }

  #options(signal: AbortSignal | undefined) {
    return {
      parent: this.#parent,
      signal: signal === undefined ? this.#callSignal : AbortSignal.any([signal, this.#callSignal]),
    };
  }
}
