/** The browser's clock and frames; tests pass their own. */
export interface FrameSource {
  requestFrame(run: () => void): void;
  /** Calls back once the frame that runs now has been painted. */
  afterPaint(run: () => void): void;
  now(): number;
}

/** Frames that cost more than this leave too little for typing and scrolling. */
const dearFrameMs = 8;
const maxSkippedFrames = 3;

/** Runs a job once per frame while it is asked for, and less often when its frames get dear. */
export class FramePacer {
  readonly #source: FrameSource;
  readonly #job: () => void;
  #isRequested = false;
  #skip = 0;

  constructor(source: FrameSource, job: () => void) {
    this.#source = source;
    this.#job = job;
  }

  /** Asks for the job to run in the next frame that can be afforded. */
  request(): void {
    if (this.#isRequested) return;
    this.#isRequested = true;
    this.#source.requestFrame(this.#onFrame);
  }

  readonly #onFrame = (): void => {
    if (this.#skip > 0) {
      this.#skip -= 1;
      this.#source.requestFrame(this.#onFrame);
      return;
    }
    this.#isRequested = false;
    const startedAt = this.#source.now();
    this.#job();
    this.#source.afterPaint(() => {
      const cost = this.#source.now() - startedAt;
      this.#skip =
        cost > dearFrameMs ? Math.min(maxSkippedFrames, Math.ceil(cost / dearFrameMs)) : 0;
    });
  };
}

/** Frames of this page. */
export function browserFrames(): FrameSource {
  const channel = new MessageChannel();
  let waiting: (() => void)[] = [];
  channel.port1.onmessage = () => {
    const calls = waiting;
    waiting = [];
    for (const call of calls) call();
  };
  return {
    requestFrame: (run) => {
      // A hidden page has no frames; what it shows when it comes back must be there all the same.
      if (document.hidden) setTimeout(run, 250);
      else requestAnimationFrame(run);
    },
    afterPaint: (run) => {
      waiting.push(run);
      channel.port2.postMessage(0);
    },
    now: () => performance.now(),
  };
}
