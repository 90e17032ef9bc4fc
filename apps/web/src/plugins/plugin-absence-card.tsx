import { AppLink, classNames, Icon, IconPuzzle } from '@braindrive/plugin-sdk/ui';
import classes from './plugins.module.css';

/** In place of a component whose plugin is not there: its settings are kept for when it comes back. */
export function PluginAbsenceCard({
  slug,
  name,
  reason,
}: {
  slug: string;
  /** Name of the plugin, or null when nothing is known of it. */
  name: string | null;
  reason: 'missing' | 'disabled' | 'component-missing';
}) {
  const called = name ?? slug;
  const text = {
    missing: `It needs the plugin ${called}, which is not installed.`,
    disabled: `${called} is disabled.`,
    'component-missing': `This version of ${called} does not have it any more.`,
  }[reason];
  return (
    <div className={classNames(classes.card, classes.standing)}>
      <Icon of={IconPuzzle} size={20} />
      <div className={classes.text}>
        <p className={classes.title}>Nothing to show here</p>
        <p className={classes.message}>{text}</p>
        <p>
          <AppLink to={`/plugins/${reason === 'missing' ? '' : slug}`}>Open the plugins</AppLink>
        </p>
      </div>
    </div>
  );
}
