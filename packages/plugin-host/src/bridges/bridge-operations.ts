import type { Permissions } from '@braindrive/plugin-sdk';
import type {
  BridgeItem,
  BridgeName,
  BridgeParams,
  BridgeResult,
  StreamBridgeName,
  UnaryBridgeName,
} from '@braindrive/plugin-sdk/protocol';
import type { BridgeCaller } from '../bridge-caller.ts';
import type { BridgeRequest } from '../bridge-handler.ts';

/** One question, checked: its params fit, and the person grants what it needs at this moment. */
export interface BridgeCall<Name extends BridgeName> {
  readonly params: BridgeParams<Name>;
  readonly caller: BridgeCaller;
  /** As they are now. */
  readonly grants: Permissions;
  readonly signal: AbortSignal;
  readonly readBody: BridgeRequest['readBody'];
}

/** How the host does everything that a plugin can ask: one entry for each bridge, or it does not compile. */
export type BridgeOperations = {
  readonly [Name in UnaryBridgeName]: (call: BridgeCall<Name>) => Promise<BridgeResult<Name>>;
} & {
  readonly [Name in StreamBridgeName]: (
    call: BridgeCall<Name>,
  ) => AsyncIterable<BridgeItem<Name> | Uint8Array>;
};

/** Those whose names begin so. */
export type BridgeGroup<Bridge extends string> = {
  readonly [Name in BridgeName as Name extends `${Bridge}.${string}`
    ? Name
    : never]: BridgeOperations[Name];
};
