import {
  IconArchive,
  IconPencil,
  IconPin,
  IconPinnedOff,
  IconTrash,
  type MenuItem,
} from '@braindrive/plugin-sdk/ui';
import type { ConversationSummary } from '../core-types.ts';
import type { ConversationActions } from './use-conversation-actions.ts';

/** The lines that the list row's menu and the page's menu share. */
export function conversationMenuItems(
  conversation: ConversationSummary,
  actions: ConversationActions,
  onRename: () => void,
): MenuItem[][] {
  const { isPinned, isArchived } = conversation;
  return [
    [
      { label: 'Rename', icon: IconPencil, onSelect: onRename },
      {
        label: isPinned ? 'Unpin' : 'Pin',
        icon: isPinned ? IconPinnedOff : IconPin,
        onSelect: () => actions.togglePin(conversation),
      },
      {
        label: isArchived ? 'Bring back from archive' : 'Archive',
        icon: IconArchive,
        onSelect: () => actions.toggleArchive(conversation),
      },
    ],
    [
      {
        label: 'Delete',
        icon: IconTrash,
        isDanger: true,
        onSelect: () => actions.remove(conversation),
      },
    ],
  ];
}
