import { networkInterfaces } from 'node:os';
import { DomainError } from '../domain-error.ts';
import { addressKind } from './address-kind.ts';

/** What the caller behind a request may reach. */
export interface EgressPolicy {
  /** True: loopback and private networks too, for instance an Ollama in the same house. */
  readonly allowsPrivate: boolean;
  /** The port this host listens on, or null while it does not: a connection to ourselves is only a loop. */
  readonly ownPort: () => number | null;
}

/** One end of a connection that is about to be made. */
export interface EgressTarget {
  /** As the caller wrote it, for the message. */
  readonly hostname: string;
  /** IP address that it stands for. */
  readonly address: string;
  readonly port: number;
}

/** @returns why the connection is refused, in words for a person, or null when it is allowed. */
export function refusalOf(policy: EgressPolicy, target: EgressTarget): string | null {
  const kind = addressKind(target.address);
  if (kind === 'forbidden') {
    return `${target.hostname} is an address that no server may have. Check the address.`;
  }
  if (target.port === policy.ownPort() && isOwnAddress(kind, target.address)) {
    return `${target.hostname}:${target.port} is BrainDrive itself. Enter the address of the model server.`;
  }
  if (kind !== 'public' && !policy.allowsPrivate) {
    return `${target.hostname} is in a private network. Ask the owner to add this connection.`;
  }
  return null;
}

const isOwnAddress = (kind: ReturnType<typeof addressKind>, address: string): boolean =>
  kind === 'loopback' ||
  Object.values(networkInterfaces()).some((entries) =>
    entries?.some((entry) => entry.address === address),
  );

/** The typed form of a refusal. */
export const addressRefused = (reason: string): DomainError =>
  new DomainError('ADDRESS_REFUSED', reason);
