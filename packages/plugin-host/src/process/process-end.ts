/** Why a plugin's process ended. All but `stopped` count as crashes. */
export type EndReason =
  | 'stopped'
  | 'exited'
  | 'memory'
  | 'unresponsive'
  | 'protocol'
  | 'start-timeout'
  | 'not-startable';

/** The end of a plugin's process. */
export interface ProcessEnd {
  readonly reason: EndReason;
  /** For people: what happened. */
  readonly message: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The last lines it wrote to stderr, oldest first. */
  readonly lastLines: readonly string[];
  readonly at: Date;
}

export interface EndFacts {
  readonly reason: EndReason;
  /** What the border said, for `protocol` and `not-startable`. */
  readonly detail: string | null;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly memoryMB: number;
  readonly limitMB: number;
  readonly lastLines: readonly string[];
}

/** Says in a sentence why a process ended. */
export function describeEnd(facts: EndFacts): string {
  const { reason, detail, exitCode, signal, memoryMB, limitMB, lastLines } = facts;
  switch (reason) {
    case 'stopped':
      return 'It was stopped.';
    case 'memory':
      return `It used more than ${limitMB} MB of memory and was stopped.`;
    case 'unresponsive':
      return 'It did not answer any more and was stopped.';
    case 'protocol':
      return `It sent what the host cannot read and was stopped: ${detail}`;
    case 'start-timeout':
      return 'It was not ready in time.';
    case 'not-startable':
      return `Its process could not be started: ${detail}`;
    case 'exited':
      if (lastLines.some((line) => line.includes('heap out of memory'))) {
        return `Its objects needed more than its ${memoryMB} MB of memory.`;
      }
      return signal === null
        ? `Its process ended with code ${exitCode}.`
        : `Its process was ended by ${signal}.`;
  }
}
