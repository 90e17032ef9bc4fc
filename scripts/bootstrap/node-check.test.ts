import { describe, expect, it } from 'vitest';
import { explainStartProblem } from './node-check.mjs';

describe('explainStartProblem', () => {
  it.each([
    [
      'node: error while loading shared libraries: libatomic.so.1: cannot open shared object file: No such file or directory',
      'apt-get install libatomic1',
    ],
    [
      'node: error while loading shared libraries: libstdc++.so.6: cannot open shared object file',
      'the library libstdc++.so.6',
    ],
    ['spawn /node ENOENT', 'glibc 2.28 or newer'],
  ])('says what to do about "%s"', (problem, advice) => {
    expect(explainStartProblem(problem)).toContain(advice);
  });
});
