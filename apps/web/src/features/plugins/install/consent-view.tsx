import type { PluginOperation } from '@braindrive/contracts';
import { Icon } from '@braindrive/plugin-sdk/ui';
import { IconShieldCheck } from '@tabler/icons-react';
import { ReadmeView } from '../readme-view.tsx';
import classes from './install.module.css';
import { PermissionList } from './permission-list.tsx';

type OperationPlugin = NonNullable<PluginOperation['plugin']>;

function headingOf({ name, permissions, previousVersion }: OperationPlugin): string {
  if (previousVersion === null) {
    return permissions.length === 0 ? `${name} asks for nothing` : `${name} asks to`;
  }
  return permissions.some(({ change }) => change !== 'same')
    ? `What changes for ${name}`
    : `${name} asks for nothing new`;
}

/** What the plugin asks for, in plain words, before any of its code ran. */
export function ConsentView({ plugin }: { plugin: OperationPlugin }) {
  const isUpdate = plugin.previousVersion !== null;
  const { signature } = plugin;
  const hasOtherKey = signature.state === 'signed' && signature.trust === 'key-changed';
  return (
    <div className={classes.consent}>
      {hasOtherKey && (
        <p className={classes.warning} role="alert">
          {plugin.name} {plugin.version} is signed with another key than the version you have. Ask
          its author whether they changed it; if not, somebody else made this one.
        </p>
      )}
      <h3>{headingOf(plugin)}</h3>
      <PermissionList permissions={plugin.permissions} isUpdate={isUpdate} />
      {plugin.limits !== '' && (
        <div className={classes.never}>
          <Icon of={IconShieldCheck} size={18} />
          <span>{plugin.limits}</span>
        </div>
      )}
      {!isUpdate && plugin.contributes.length > 0 && (
        <p className={classes.adds}>It adds {plugin.contributes.join(', ')}.</p>
      )}
      {plugin.notes !== null && (
        <details className={classes.fold}>
          <summary>What is new in {plugin.version}</summary>
          <ReadmeView text={plugin.notes} />
        </details>
      )}
    </div>
  );
}
