import type { PluginDetail } from '@braindrive/contracts';
import { useUser } from '../../../boot.ts';
import { Segmented } from '../segmented.tsx';
import { usePluginChanges } from '../use-plugins.ts';
import classes from './detail.module.css';

const choices = [
  { value: 'off', label: 'Off', text: 'You start every update yourself.' },
  { value: 'patch', label: 'Fixes', text: 'Fixes such as 1.4.2 to 1.4.3 come by themselves.' },
  {
    value: 'minor',
    label: 'Fixes and features',
    text: 'Versions such as 1.4.2 to 1.5.0 come by themselves.',
  },
] as const;

/** Which newer versions come by themselves. One that asks for more always asks first. */
export function AutoUpdateChoice({ detail }: { detail: PluginDetail }) {
  const { setAutoUpdate } = usePluginChanges(detail.slug);
  const canInstall = useUser().permissions.includes('plugin.install');
  if (detail.isBundled || !canInstall) return null;
  const chosen = choices.find(({ value }) => value === detail.autoUpdate) ?? choices[0];
  return (
    <section className={classes.part}>
      <h3>Updates by themselves</h3>
      <Segmented
        label="Updates by themselves"
        value={chosen.value}
        options={choices}
        onChange={(autoUpdate) => setAutoUpdate.mutate({ slug: detail.slug, autoUpdate })}
      />
      <p>{chosen.text} One that asks for a new permission always waits for you.</p>
    </section>
  );
}
