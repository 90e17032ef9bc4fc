import { LoadingDelay } from './loading-delay.tsx';
import classes from './skeleton.module.css';

/** Grey shapes of rows that are on their way, after the usual delay. */
export function SkeletonRows({ count, height = 64 }: { count: number; height?: number }) {
  return (
    <LoadingDelay>
      <div className={classes.rows}>
        {Array.from({ length: count }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move.
          <div key={index} className={classes.row} style={{ height }} />
        ))}
      </div>
    </LoadingDelay>
  );
}
