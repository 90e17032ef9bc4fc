import { expect, it } from 'vitest';
import { createAccountFixture, origin, password } from './testing/account-fixture.ts';

it('takes away what has ended and leaves what holds', async () => {
  const fixture = await createAccountFixture();
  const ada = await fixture.join('Ada');
  await fixture.tokens.issue({ email: ada.email, password }, origin);
  await fixture.invitations.create(ada.actor, { role: 'member', validDays: 1 });
  await fixture.apiKeys.create(ada.actor, { name: 'short', scopes: ['admin'], validDays: 1 });
  await fixture.apiKeys.create(ada.actor, { name: 'lasting', scopes: ['admin'], validDays: null });
  const counts = () =>
    fixture.orm.em
      .getConnection()
      .execute(`select (select count(*) from session) as sessions, (select count(*) from refresh_token) as tokens,
      (select count(*) from invitation) as invitations, (select count(*) from api_key) as keys`);
  await fixture.expired.purge();
  expect(await counts()).toEqual([{ sessions: 1, tokens: 1, invitations: 1, keys: 2 }]);
  fixture.clock.advance(32 * 24 * 60 * 60 * 1000);
  await fixture.expired.purge();
  expect(await counts()).toEqual([{ sessions: 0, tokens: 0, invitations: 0, keys: 1 }]);
  await fixture.close();
});
