import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { ensureStarterFile } from './ensure-starter-file.ts';

/** Folder that all test runs and measurements share; git does not see it. */
const modelCacheDirectory = fileURLToPath(new URL('../../../../../.cache/models', import.meta.url));

export interface StarterForTests {
  /** Null when no source can be reached: tests that need it are skipped then. */
  readonly path: string | null;
  readonly failure: unknown;
  /** True where a missing model is a failure, not a reason to skip. */
  readonly isRequired: boolean;
}

/** The starter model for a test file, fetched once for all of them. */
export async function starterForTests(): Promise<StarterForTests> {
  const { CI, PIP_INDEX_URL } = env;
  const isRequired = CI === 'true';
  try {
    const pypiIndexUrl = PIP_INDEX_URL ?? null;
    const path = await ensureStarterFile(modelCacheDirectory, { pypiIndexUrl });
    return { path, failure: null, isRequired };
  } catch (failure) {
    return { path: null, failure, isRequired };
  }
}
