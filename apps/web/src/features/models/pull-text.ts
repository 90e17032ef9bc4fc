import { bytesOfBytes, formatBytes, formatDuration } from '@braindrive/plugin-sdk/ui';
import type { ModelPull } from './library-rows.ts';

/** Where a fetch stands, in bytes and time. */
export function pullText(pull: ModelPull): string {
  const amount = bytesOfBytes(pull.receivedBytes, pull.totalBytes);
  switch (pull.state) {
    case 'queued':
      return pull.receivedBytes > 0 ? `Waiting at ${amount}` : 'Waiting for its turn';
    case 'paused':
      return `Paused at ${amount}`;
    case 'verifying':
      return `${amount}, checking it`;
    case 'failed':
      return pull.error?.message ?? `Download cut at ${amount}.`;
    case 'running':
      return [amount, speedText(pull), timeText(pull)].filter((part) => part !== '').join(', ');
    case 'done':
      return 'Ready';
    case 'cancelled':
      return 'Cancelled';
  }
}

const speedText = ({ bytesPerSecond }: ModelPull) =>
  bytesPerSecond === null ? '' : `${formatBytes(bytesPerSecond)}/s`;

function timeText({ totalBytes, receivedBytes, bytesPerSecond }: ModelPull): string {
  if (totalBytes === null || bytesPerSecond === null || bytesPerSecond <= 0) return '';
  return `about ${formatDuration((totalBytes - receivedBytes) / bytesPerSecond)} left`;
}

export const pullShare = ({ totalBytes, receivedBytes }: ModelPull): number | null =>
  totalBytes === null || totalBytes === 0 ? null : receivedBytes / totalBytes;
