import classes from './meter.module.css';

/** A thin bar from 0 to 1; null while the whole is not known. */
export function Meter({ value, label }: { value: number | null; label: string }) {
  const percent = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 1000) / 10;
  return (
    <div
      className={classes.meter}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === null ? {} : { 'aria-valuenow': percent })}
      data-unknown={percent === null || undefined}
    >
      <i style={{ width: percent === null ? '30%' : `${percent}%` }} />
    </div>
  );
}
