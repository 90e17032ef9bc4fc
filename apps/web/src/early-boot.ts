declare global {
  var braindriveBoot: Promise<Response> | undefined;
}

const bootPath = '/trpc/instance.boot';

/**
 * `fetch` that answers the first boot call with the one that `public/early.js` began before the app was there. An
 * answer that failed is asked for again, as if nobody had.
 */
export async function fetchWithEarlyBoot(
  input: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  const early = globalThis.braindriveBoot;
  const address = input instanceof Request ? input.url : String(input);
  if (early === undefined || address.split('?')[0] !== bootPath) return fetch(input, init);
  globalThis.braindriveBoot = undefined;
  try {
    return await early;
  } catch {
    return fetch(input, init);
  }
}
