import type { PluginDetail } from '@braindrive/contracts';
import { Meter } from '@braindrive/plugin-sdk/ui';
import classes from './detail.module.css';
import { usageRows } from './usage-rows.ts';

/** What it uses of what it may. */
export function UsageMeters({ usage }: { usage: PluginDetail['usage'] }) {
  return (
    <ul className={classes.usage}>
      {usageRows(usage).map(({ name, text, share }) => (
        <li key={name}>
          <span>{name}</span>
          <span className="num">{text}</span>
          {share !== null && <Meter label={name} value={share} />}
        </li>
      ))}
    </ul>
  );
}
