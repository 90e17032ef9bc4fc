import classes from './avatar.module.css';

/** A person's picture, or the first letter of their name. */
export function Avatar({
  name,
  url,
  size = 28,
}: {
  name: string;
  url: string | null;
  size?: number;
}) {
  if (url !== null) {
    return <img className={classes.avatar} src={url} alt="" width={size} height={size} />;
  }
  return (
    <span
      className={classes.avatar}
      aria-hidden="true"
      style={{
        width: size,
        height: size,
        lineHeight: `${size}px`,
        fontSize: Math.max(11, size * 0.4),
      }}
    >
      {[...name.trim()][0]?.toUpperCase() ?? '?'}
    </span>
  );
}
