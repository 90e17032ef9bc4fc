// Started by the host as the main module of every plugin process: takes away what a plugin has no business with, then
// gives it a port to the host. Plain JavaScript without imports of ours, because it has to start fast (no types to
// strip) and may read nothing but its own folder and the plugin's.
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';

const [, , folder = '', trust = ''] = process.argv;
const isSandboxed = trust !== 'native';

/** Functions that reach beyond this process, or change what it is. `exit` stays: it harms nobody else. */
const removedFromProcess = [
  '_debugEnd',
  '_debugProcess',
  '_kill',
  '_linkedBinding',
  '_rawDebug',
  'abort',
  'binding',
  'chdir',
  'dlopen',
  'execve',
  'initgroups',
  'kill',
  'loadEnvFile',
  'report',
  'setegid',
  'seteuid',
  'setgid',
  'setgroups',
  'setuid',
  'umask',
];

/** Marks lines of `process.stdout`, so that the host tells them from those of `process.stderr`. */
const outputMark = '\u001e';
const maxLineLength = 8_192;

/** What the plugin sees as `process.stdout`: the real one belongs to the border. */
function createOutput() {
  let rest = '';
  const write = (line) => process.stderr.write(`${outputMark}${line}\n`);
  const output = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) write(line);
      if (rest.length > maxLineLength) {
        write(rest);
        rest = '';
      }
      done();
    },
  });
  process.once('exit', () => {
    if (rest !== '') write(rest);
  });
  return output;
}

function replace(name, value) {
  Object.defineProperty(process, name, { value, configurable: true, enumerable: true });
}

/** The real stdin and stdout, behind a port; from here on nobody else gets them by name. */
function createPort() {
  const { stdin, stdout } = process;
  const exit = process.exit.bind(process);
  let hasListener = false;
  replace('stdin', Readable.from([]));
  replace('stdout', createOutput());
  // The host closed the border or is gone: there is nobody left to work for.
  stdin.on('end', () => exit(0));
  stdin.on('error', () => exit(0));
  stdout.on('error', () => exit(0));
  stdin.pause();
  return {
    send: (bytes) => {
      stdout.write(bytes);
    },
    onMessage: (listener) => {
      if (hasListener) throw new Error('The port has a listener already.');
      hasListener = true;
      stdin.on('data', listener);
      stdin.resume();
    },
    close: () => {
      stdout.end(() => exit(0));
    },
  };
}

function harden() {
  const { permission } = process;
  if (permission === undefined || permission.has('fs.write') || permission.has('child')) {
    throw new Error('This process is not closed in, so the plugin is not started.');
  }
  for (const name of removedFromProcess) {
    Reflect.deleteProperty(process, name);
    if (name in process) replace(name, undefined);
  }
  // Works on any process of the same user, the host's included.
  Reflect.deleteProperty(os, 'setPriority');
  syncBuiltinESMExports();
}

const port = createPort();
if (isSandboxed) harden();
const entry = join(folder, 'server', 'index.mjs');
process.argv = [process.execPath, entry];
const { serve } = await import(pathToFileURL(entry).href);
if (typeof serve !== 'function') throw new Error('server/index.mjs exports no function "serve".');
await serve(port);
