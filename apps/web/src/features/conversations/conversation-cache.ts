import type { Boot, UserEvent } from '@braindrive/contracts';
import type { TrpcUtils } from '../../trpc.ts';

/** Fills the first page of the list with the rows of the boot call. */
export function seedConversations(utils: TrpcUtils, page: Boot['conversations']): void {
  utils.conversation.list.setInfiniteData({}, { pages: [page], pageParams: [null] });
}

/** Applies one event to the list. */
export function applyConversationEvent(_utils: TrpcUtils, _event: UserEvent): void {}
