import type { ModelPull } from '@braindrive/plugin-sdk';

const stepPercent = 25;
const megabyte = 1_000_000;

const megabytes = (bytes: number): string => String(Math.round(bytes / megabyte));

/** One line about a fetch for the terminal, or null when there is nothing to say. */
export function progressLine(pull: ModelPull): string | null {
  const { name, totalBytes, receivedBytes } = pull;
  switch (pull.state) {
    case 'queued':
      return `Fetching ${name}`;
    case 'running':
      return totalBytes === null
        ? `Fetching ${name}`
        : `Fetching ${name}: ${megabytes(receivedBytes)} of ${megabytes(totalBytes)} MB`;
    case 'verifying':
      return `Checking ${name}`;
    case 'done':
      return `${name} is ready`;
    case 'failed':
      return pull.error?.message ?? `${name} could not be fetched`;
    default:
      return null;
  }
}

const isOver = ({ state }: ModelPull): boolean =>
  ['done', 'failed', 'cancelled', 'paused'].includes(state);

const stepOf = (pull: ModelPull): string => {
  const share = pull.totalBytes === null ? 0 : (pull.receivedBytes / pull.totalBytes) * 100;
  return `${pull.state} ${Math.floor(share / stepPercent)}`;
};

/**
 * Shows the fetch of the starter model in the terminal until it is over: one line that moves where the terminal can,
 * a line per quarter elsewhere. Says nothing when there is nothing to fetch.
 * @returns a function that ends it.
 */
export function showStarterProgress(ports: {
  readonly read: () => Promise<ModelPull | null>;
  readonly output: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;
  readonly intervalMs?: number;
}): () => void {
  const { read, output } = ports;
  let lastStep = '';
  const show = (pull: ModelPull) => {
    const line = progressLine(pull);
    if (line === null) return;
    if (output.isTTY) output.write(`\r\u001B[K  ${line}${isOver(pull) ? '\n' : ''}`);
    else if (stepOf(pull) !== lastStep) output.write(`  ${line}\n`);
    lastStep = stepOf(pull);
  };
  const timer = setInterval(() => {
    void read().then((pull) => {
      if (pull === null || (isOver(pull) && lastStep === '')) return clearInterval(timer);
      show(pull);
      if (isOver(pull)) clearInterval(timer);
    });
  }, ports.intervalMs ?? 500);
  timer.unref();
  return () => clearInterval(timer);
}
