/** Below this a token takes so little time that waiting for a second thread costs more than it brings. */
const smallModelBytes = 500_000_000;

/**
 * How many threads compute a model. Never more than cores: llama.cpp's threads spin while they wait for each other,
 * so one that is not running holds up all others. For the same reason one core is left to the host and the browser,
 * except where a large model has only two. Measured with the starter on two cores that other programs used too:
 * 110 to 147 tokens/s with one thread, 5 to 32 with two; reading a prompt of 1,000 tokens 2.3 s against 1.8 to 4.4 s.
 */
export function threadCount(cores: number, modelBytes: number): number {
  const isSmall = modelBytes < smallModelBytes;
  return !isSmall && cores <= 2 ? cores : Math.max(1, cores - 1);
}
