import {
  AppLink,
  Dot,
  Icon,
  IconButton,
  IconDots,
  IconPin,
  Menu,
  useIsCurrent,
} from '@braindrive/plugin-sdk/ui';
import { useLocation } from '@braindrive/plugin-sdk/web';
import { memo, useState } from 'react';
import type { ConversationSummary } from '../core-types.ts';
import { conversationMenuItems } from './conversation-menu-items.ts';
import classes from './conversations.module.css';
import { TitleField } from './title-field.tsx';
import type { ConversationActions } from './use-conversation-actions.ts';

interface ConversationRowProps {
  readonly conversation: ConversationSummary;
  readonly actions: ConversationActions;
}

/** A conversation in the list: goes there, and can be renamed, pinned, archived and deleted in place. */
export const ConversationRow = memo(function ConversationRow({
  conversation,
  actions,
}: ConversationRowProps) {
  const [isRenaming, setRenaming] = useState(false);
  const { id, title, isPinned, isAnswering } = conversation;
  const { base } = useLocation();
  const to = `${base}/${id}`;
  const isCurrent = useIsCurrent(to);
  if (isRenaming) {
    const onDone = (changed: string | null) => {
      setRenaming(false);
      if (changed !== null) actions.rename(conversation, changed);
    };
    return <TitleField title={title} onDone={onDone} />;
  }
  return (
    <div className={classes.row}>
      <AppLink
        to={to}
        className={classes.item ?? ''}
        aria-current={isCurrent ? 'page' : undefined}
        title={title}
        onKeyDown={(event) => {
          if (event.key !== 'F2' && event.key !== 'Delete') return;
          event.preventDefault();
          if (event.key === 'F2') setRenaming(true);
          else actions.remove(conversation);
        }}
      >
        {isPinned && <Icon of={IconPin} size={16} />}
        <span className="cut">{title}</span>
        {isAnswering && <Dot status="busy" label="Answering" />}
      </AppLink>
      <Menu
        label={`Actions for ${title}`}
        groups={conversationMenuItems(conversation, actions, () => setRenaming(true))}
        trigger={(props) => (
          <IconButton
            {...props}
            className={classes.more}
            icon={IconDots}
            iconSize={16}
            size="sm"
            tip="end"
            label="More"
          />
        )}
      />
    </div>
  );
});
