import { IconButton, IconChevronLeft, IconChevronRight } from '@braindrive/plugin-sdk/ui';
import classes from './thread.module.css';

interface SiblingArrowsProps {
  readonly messageId: string;
  readonly siblingIds: readonly string[];
  readonly isBusy: boolean;
  readonly onSelect: (messageId: string) => void;
}

/** `‹ 2 of 3 ›`: the other versions of this message. */
export function SiblingArrows({ messageId, siblingIds, isBusy, onSelect }: SiblingArrowsProps) {
  const at = siblingIds.indexOf(messageId);
  if (siblingIds.length < 2 || at < 0) return null;
  const step = (by: number) => {
    const target = siblingIds[at + by];
    if (target !== undefined) onSelect(target);
  };
  return (
    <span className={classes.siblings}>
      <IconButton
        icon={IconChevronLeft}
        iconSize={16}
        size="sm"
        label="Earlier version"
        disabled={isBusy || at === 0}
        onClick={() => step(-1)}
      />
      <span>{`${at + 1} of ${siblingIds.length}`}</span>
      <IconButton
        icon={IconChevronRight}
        iconSize={16}
        size="sm"
        label="Later version"
        disabled={isBusy || at === siblingIds.length - 1}
        onClick={() => step(1)}
      />
    </span>
  );
}
