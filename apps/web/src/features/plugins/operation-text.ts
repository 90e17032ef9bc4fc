import type { PluginOperation } from '@braindrive/contracts';
import { bytesOfBytes } from '@braindrive/plugin-sdk/ui';
import { sourceText } from './install-source.ts';

/** The plugin's name once the archive was read, before that where it comes from. */
export const operationName = ({ plugin, source }: PluginOperation): string =>
  plugin?.name ?? sourceText(source);

/** What an operation waits for or does, in a few words. */
export function operationText(operation: PluginOperation): string {
  const { state, steps, receivedBytes, totalBytes } = operation;
  if (state === 'consent') return 'Waits for you';
  if (state === 'failed') return 'Failed';
  if (state === 'done') return 'Ready';
  if (state === 'cancelled') return 'Cancelled';
  const running = steps.find((step) => step.state === 'running')?.name ?? 'fetch';
  if (running === 'fetch') {
    return receivedBytes > 0 ? bytesOfBytes(receivedBytes, totalBytes) : 'Fetching';
  }
  return running === 'check' || running === 'compatibility' ? 'Checking' : 'Installing';
}

/** How far it is, from 0 to 1: bytes while they arrive, then steps; null while nothing is known. */
export function operationShare(operation: PluginOperation): number | null {
  const { steps, receivedBytes, totalBytes } = operation;
  const done = steps.filter(({ state }) => state === 'done').length;
  const isFetching = steps[0]?.state === 'running';
  if (isFetching) {
    return totalBytes === null || totalBytes === 0 ? null : receivedBytes / totalBytes / 2;
  }
  return steps.length === 0 ? null : 0.5 + done / steps.length / 2;
}
