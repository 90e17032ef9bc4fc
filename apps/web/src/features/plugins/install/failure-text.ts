import type { PluginOperation } from '@braindrive/contracts';
import { operationName } from '../operation-text.ts';

/** Which step failed, as a heading. */
export function failedTitle(operation: PluginOperation): string {
  const name = operationName(operation);
  switch (operation.failedStep) {
    case 'fetch':
      return `${name} could not be fetched`;
    case 'check':
      return `The archive of ${name} was refused`;
    case 'compatibility':
      return `${name} does not fit this host`;
    case 'consent':
      return `${name} was not allowed`;
    case 'install':
    case 'ready':
      return operation.kind === 'update'
        ? `${name} could not be updated`
        : `${name} could not be installed`;
    case null:
      return `${name} failed`;
  }
}

const kept = ({ plugin }: PluginOperation) =>
  plugin?.previousVersion == null
    ? 'Nothing was installed.'
    : `You are on ${plugin.previousVersion}, nothing lost.`;

/** What the person has now and can do next. */
export function wayOut(operation: PluginOperation): string {
  switch (operation.failedStep) {
    case 'fetch':
      return `${kept(operation)} Try again, or install it from another place.`;
    case 'check':
      return `${kept(operation)} None of its code was run. Tell its author, or try another version.`;
    case 'compatibility':
      return `${kept(operation)} Look for a version made for this BrainDrive.`;
    case 'install':
    case 'ready':
      return `${kept(operation)} Its log may say more.`;
    case 'consent':
    case null:
      return kept(operation);
  }
}
