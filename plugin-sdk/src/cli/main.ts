#!/usr/bin/env node
import { runCommand } from './run-command.ts';

process.exitCode = await runCommand(process.argv.slice(2), {
  write: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
  build: async (root) => {
    // Only building needs Vite; checking built files has to work without it.
    const { assemblePlugin } = await import('../vite/index.ts');
    await assemblePlugin({ root });
  },
});
