import { LoadingDelay } from '@braindrive/plugin-sdk/ui';
import classes from './plugins.module.css';

/** Cards on their way: the same grid, the same height, grey where words will stand. */
export function CardSkeleton({ count }: { count: number }) {
  return (
    <LoadingDelay>
      <div className={classes.cards}>
        {Array.from({ length: count }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the cards are all alike and never move.
          <div key={index} className={classes.skeleton}>
            <i data-part="tile" />
            <i data-part="name" />
            <i data-part="author" />
            <i data-part="text" />
            <i data-part="foot" />
          </div>
        ))}
      </div>
    </LoadingDelay>
  );
}
