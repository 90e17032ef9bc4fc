import { z } from 'zod';

/**
 * A setting that holds the address of a server: http or https, without a user name or password in it
 * (those belong into a {@link secret}, where they are encrypted).
 */
export const serverUrl = () =>
  z
    .url({ protocol: /^https?$/, error: 'Enter an address that starts with http:// or https://.' })
    .max(2_000)
    .refine(
      (text) => !hasCredentials(text),
      'Leave the user name and password out of the address.',
    );

function hasCredentials(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.username !== '' || url.password !== '');
}

const loopbackHost =
  /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])$/;
const privateHost =
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|\[f[cd]|\[fe80:)|^[^.[]+$|\.(local|lan|home|internal|home\.arpa)$/;

/** Host name that requests to `baseUrl` are sent to, or null when they stay on this machine. */
export function destinationOf(baseUrl: string): string | null {
  const { hostname } = new URL(baseUrl);
  return loopbackHost.test(hostname) ? null : hostname;
}

/** True when the server is on this machine or in a private network, so that a person may be able to start it. */
export function isNearby(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl);
  return loopbackHost.test(hostname) || privateHost.test(hostname);
}

/** Host name and, where it is not the usual one, port: what a person recognises in a message. */
export const addressOf = (baseUrl: string): string => new URL(baseUrl).host;

/** Appends a path to a base URL, with exactly one slash between them. */
export const joinUrl = (baseUrl: string, path: string): string =>
  `${baseUrl.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
