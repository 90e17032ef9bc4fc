import { afterEach, beforeEach, expect, it } from 'vitest';
import { type AccountFixture, createAccountFixture } from '../accounts/testing/account-fixture.ts';

let fixture: AccountFixture;
beforeEach(async () => {
  fixture = await createAccountFixture();
});
afterEach(() => fixture.close());

it('tells first-run facts only until there is an owner', async () => {
  expect(await fixture.instance.status()).toEqual({
    version: '1.2.3',
    needsOwner: true,
    canRegister: true,
    firstRun: { machine: null, starter: null, dataDirectory: '/data', recommended: [] },
  });
  await fixture.join('Ada');
  expect(await fixture.instance.status()).toEqual({
    version: '1.2.3',
    needsOwner: false,
    canRegister: false,
    firstRun: null,
  });
});

it('keeps settings, part by part', async () => {
  const { actor } = await fixture.join('Ada');
  expect(await fixture.instance.settings(actor)).toEqual({
    registration: 'invitation',
    openRegistrationRole: 'member',
  });
  await fixture.instance.updateSettings(actor, { openRegistrationRole: 'guest' });
  await fixture.instance.updateSettings(actor, { registration: 'open' });
  fixture.instance.forget();
  expect(await fixture.instance.settings(actor)).toEqual({
    registration: 'open',
    openRegistrationRole: 'guest',
  });
  expect(await fixture.instance.status()).toMatchObject({ canRegister: true });
});

it.each(['admin', 'member', 'guest'] as const)('refuses its settings to a %s', async (role) => {
  await fixture.join('Ada');
  const { actor } = await fixture.join('Bob', role);
  await expect(fixture.instance.settings(actor)).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
  await expect(
    fixture.instance.updateSettings(actor, { registration: 'open' }),
  ).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
});
