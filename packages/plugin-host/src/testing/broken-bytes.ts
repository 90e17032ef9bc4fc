/** A linear congruential generator (Numerical Recipes), so that a failure can be repeated by its seed. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed + 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % below;
  };
}

/** A copy of some bytes that is cut off, has flipped bits, or repeats a part of itself; the same for the same seed. */
export function brokenBytes(bytes: Uint8Array, seed: number): Buffer {
  const random = randomNumbers(seed);
  const copy = Buffer.from(bytes);
  const kind = random(4);
  if (kind === 0) return copy.subarray(0, random(copy.length));
  if (kind === 1) {
    const from = random(copy.length);
    copy.copyWithin(random(copy.length), from, from + random(600));
    return copy;
  }
  for (let flips = 1 + random(8); flips > 0; flips--) {
    const at = random(copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << random(8));
  }
  return copy;
}
