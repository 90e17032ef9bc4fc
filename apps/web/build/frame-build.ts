import { join } from 'node:path';
import { build, type Plugin } from 'vite';

/** Builds the runtime of framed plugins after the app, whose build empties the folder that both are in. */
export function frameBuild(configFile: string): Plugin {
  let root = '';
  let isWritten = false;
  return {
    name: 'braindrive-frame-build',
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    writeBundle() {
      isWritten = true;
    },
    // Also called after a build that failed.
    async closeBundle() {
      if (!isWritten) return;
      await build({ root, configFile: join(root, configFile), logLevel: 'warn' });
    },
  };
}
