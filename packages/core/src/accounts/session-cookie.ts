import { serializeCookie } from 'oslo/cookie';

export const sessionCookieName = 'bd_session';
/** Thirty days; renewed when less than half of it is left. */
export const sessionLifetimeSeconds = 30 * 24 * 60 * 60;

/**
 * The `Set-Cookie` header of a session.
 * @param sessionId - Null takes the cookie away.
 * @param isSecure - True when the page is served over HTTPS.
 */
export const sessionCookie = (sessionId: string | null, isSecure: boolean): string =>
  serializeCookie(sessionCookieName, sessionId ?? '', {
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure,
    path: '/',
    maxAge: sessionId === null ? 0 : sessionLifetimeSeconds,
  });

const valuePattern = /^[a-z0-9]{16,100}$/;

/**
 * The session in a `Cookie` header, or null. Other programs on the same machine name share the header, so whatever
 * else stands in it is skipped unread.
 */
export function readSessionCookie(header: string | undefined): string | null {
  for (const pair of header?.split(';') ?? []) {
    const separator = pair.indexOf('=');
    if (separator < 0 || pair.slice(0, separator).trim() !== sessionCookieName) continue;
    const value = pair.slice(separator + 1).trim();
    if (valuePattern.test(value)) return value;
  }
  return null;
}
