import {
  Bar,
  IconAdjustmentsHorizontal,
  IconButton,
  IconCopy,
  IconDots,
  IconSearch,
  Menu,
} from '@braindrive/plugin-sdk/ui';
import { useState } from 'react';
import classes from './chat-view.module.css';
import {
  conversationMenuItems,
  TitleField,
  useConversationActions,
} from './conversations/index.ts';
import type { Conversation } from './core-types.ts';

interface ChatBarProps {
  /** Null for a new chat. */
  readonly conversation: Conversation | null;
  readonly isScrolled: boolean;
  readonly isFinding: boolean;
  readonly isShowingSettings: boolean;
  readonly onFind: () => void;
  readonly onShowSettings: () => void;
  readonly onCopy: () => void;
}

function ConversationMenu({
  conversation,
  onRename,
  onFind,
  onShowSettings,
  onCopy,
}: Pick<ChatBarProps, 'onFind' | 'onShowSettings' | 'onCopy'> & {
  readonly conversation: Conversation;
  readonly onRename: () => void;
}) {
  const actions = useConversationActions();
  const [changes = [], removal = []] = conversationMenuItems(conversation, actions, onRename);
  const pageItems = [
    { label: 'Find in conversation', icon: IconSearch, onSelect: onFind },
    {
      label: 'System prompt and parameters',
      icon: IconAdjustmentsHorizontal,
      onSelect: onShowSettings,
    },
    { label: 'Copy as Markdown', icon: IconCopy, onSelect: onCopy },
  ];
  return (
    <Menu
      label="Conversation"
      groups={[pageItems, changes, removal]}
      trigger={(props) => <IconButton {...props} icon={IconDots} label="More" tip="end" />}
    />
  );
}

/** Title and actions of the chat. */
export function ChatBar({ conversation, isScrolled, ...rest }: ChatBarProps) {
  const { isFinding, isShowingSettings, onFind, onShowSettings, onCopy } = rest;
  const [isRenaming, setRenaming] = useState(false);
  const { rename } = useConversationActions();
  const title =
    isRenaming && conversation !== null ? (
      <span className={classes.title}>
        <TitleField
          title={conversation.title}
          onDone={(changed) => {
            setRenaming(false);
            if (changed !== null) rename(conversation, changed);
          }}
        />
      </span>
    ) : (
      (conversation?.title ?? 'New chat')
    );
  return (
    <Bar
      title={title}
      isRuled={isScrolled}
      isBack={conversation !== null}
      actions={
        <>
          {conversation !== null && (
            <IconButton
              className={classes.deskOnly}
              icon={IconSearch}
              label="Find in conversation"
              shortcut="mod+shift+f"
              isOn={isFinding}
              onClick={onFind}
            />
          )}
          <IconButton
            {...(conversation !== null && { className: classes.deskOnly ?? '' })}
            icon={IconAdjustmentsHorizontal}
            label="System prompt and parameters"
            tip="end"
            isOn={isShowingSettings}
            onClick={onShowSettings}
          />
          {conversation !== null && (
            <ConversationMenu
              conversation={conversation}
              onRename={() => setRenaming(true)}
              onFind={onFind}
              onShowSettings={onShowSettings}
              onCopy={onCopy}
            />
          )}
        </>
      }
    />
  );
}
