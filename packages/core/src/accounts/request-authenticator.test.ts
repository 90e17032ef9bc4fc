import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  type AccountFixture,
  createAccountFixture,
  type Joined,
  origin,
  password,
} from './testing/account-fixture.ts';

let fixture: AccountFixture;
let ada: Joined;
beforeEach(async () => {
  fixture = await createAccountFixture();
  ada = await fixture.join('Ada');
});
afterEach(() => fixture.close());

const authenticate = (authorization: string | null, sessionId: string | null = null) =>
  fixture.authenticator.authenticate({ authorization, sessionId, origin });

it('knows a caller by cookie, access token or API key', async () => {
  const { accessToken } = await fixture.tokens.issue({ email: ada.email, password }, origin);
  const { key } = await fixture.apiKeys.create(ada.actor, {
    name: 'k',
    scopes: ['admin'],
    validDays: null,
  });
  const callers = await Promise.all([
    authenticate(null, ada.sessionId),
    authenticate(`Bearer ${accessToken}`),
    authenticate(`bearer ${key}`),
  ]);
  expect(callers.map((caller) => caller?.actor.via)).toEqual([
    'session',
    'access-token',
    'api-key',
  ]);
});

it('sets the cookie again when the session was renewed', async () => {
  expect(await authenticate(null, ada.sessionId)).toMatchObject({ renewedSessionId: null });
  fixture.clock.advance(20 * 24 * 60 * 60 * 1000);
  expect(await authenticate(null, ada.sessionId)).toMatchObject({
    renewedSessionId: ada.sessionId,
  });
});

it('takes a wrong token for nobody, even beside a good cookie', async () => {
  expect(await authenticate('Bearer nonsense', ada.sessionId)).toBeNull();
  expect(await authenticate(null)).toBeNull();
  expect(await authenticate(null, 'nonsense')).toBeNull();
});

it("leaves a proxy's own password alone", async () => {
  expect(await authenticate('Basic dTpw', ada.sessionId)).not.toBeNull();
});
