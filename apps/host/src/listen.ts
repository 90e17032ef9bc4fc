import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findPortOwner } from './port-owner.ts';

/** The port is in use; the message says by what and how to choose another. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
}

/**
 * Listens, and gives the address that a person opens.
 * @throws {PortTakenError}
 */
export async function listen(server: Server, port: number, host: string): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') describeTakenPort(port).then(reject, reject);
      else reject(error);
    });
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const name = isEverywhere || host === '127.0.0.1' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${address.port}`;
}

async function describeTakenPort(port: number): Promise<PortTakenError> {
  const [owner, isBrainDrive] = await Promise.all([
    findPortOwner(port).catch(() => null),
    answersAsBrainDrive(port),
  ]);
  const by = isBrainDrive
    ? ` by BrainDrive, which is already running${owner === null ? '' : `: ${owner}`}`
    : owner === null
      ? ''
      : ` by ${owner}`;
  return new PortTakenError(
    `Port ${port} is in use${by}. Choose another: npm start -- --port ${port + 1} (or set PORT=${port + 1}).`,
  );
}

async function answersAsBrainDrive(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health/live`, {
      signal: AbortSignal.timeout(1_000),
    });
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null && 'status' in body && body.status === 'live';
  } catch {
    return false;
  }
}
