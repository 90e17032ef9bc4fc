import type { RunningModelServer } from '@braindrive/model-servers';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desktop, launchBrowser, openPage } from './support/browser.ts';
import { type Client, createClient, owner } from './support/client.ts';
import { type HostProcess, startHostProcess } from './support/host-process.ts';
import { signIn } from './support/session.ts';
import { converse } from './support/worlds/chats.ts';
import { startScriptedServer } from './support/worlds/model-server.ts';

const robin = { name: 'Robin', email: 'robin@home.example', password: 'a long enough password' };
const newPassword = 'an even longer password';

describe('people of one installation', () => {
  let models: RunningModelServer;
  let host: HostProcess;
  let client: Client;
  let browser: Browser;
  let ownerPage: Page;
  let robinPage: Page;
  let conversationId = '';
  const problems: string[] = [];

  const newPage = async (): Promise<Page> => {
    const opened = await openPage(browser, desktop);
    opened.page.on('close', () => problems.push(...opened.problems));
    return opened.page;
  };

  beforeAll(async () => {
    models = await startScriptedServer();
    host = await startHostProcess();
    client = createClient(host.url);
    await client.trpc.account.register.mutate(owner);
    const connection = await client.trpc.connection.create.mutate({
      providerId: 'openai-compatible',
      name: 'Private server',
      settings: { baseUrl: `${models.url}/v1` },
    });
    const model = { connectionId: connection.id, modelId: 'qwen3-4b' };
    conversationId = await converse(client, 'Surprise party', { text: 'Who shall come?', model });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await client?.close();
    await host?.remove();
    await models?.close();
  });

  it('come back to the page they asked for after signing in', async () => {
    ownerPage = await newPage();
    await ownerPage.goto(`${host.url}/chat/${conversationId}`);
    await ownerPage.waitForURL(/\/sign-in\?next=/);
    await signIn(ownerPage, owner);
    await ownerPage.waitForURL(`${host.url}/chat/${conversationId}`);
    await ownerPage.getByText('Who shall come?').waitFor();
  });

  it('join with a link that the owner makes', async () => {
    await ownerPage.goto(`${host.url}/settings/members`);
    await ownerPage.getByRole('button', { name: 'Invite' }).click();
    await ownerPage.getByRole('button', { name: 'Make link' }).click();
    const link = await ownerPage.getByRole('textbox', { name: 'Invitation link' }).inputValue();
    robinPage = await newPage();
    await robinPage.goto(link);
    await robinPage.getByText('You are invited as member').waitFor();
    await robinPage.getByRole('textbox', { name: 'Name' }).fill(robin.name);
    await robinPage.getByRole('textbox', { name: 'Email' }).fill(robin.email);
    await robinPage.getByRole('textbox', { name: 'Password' }).fill(robin.password);
    await robinPage.getByRole('button', { name: 'Create account' }).click();
    await robinPage.getByText('Your conversations will stand here').waitFor();
  });

  it('see nothing of each other', async () => {
    expect(await robinPage.getByText('Surprise party').count()).toBe(0);
    await robinPage.goto(`${host.url}/chat/${conversationId}`);
    await robinPage.getByText('The conversation cannot be shown').waitFor();
    expect(await robinPage.getByText('Who shall come?').count()).toBe(0);
    await robinPage.goto(`${host.url}/connections`);
    await robinPage.getByRole('heading', { name: 'This machine' }).waitFor();
    expect(await robinPage.getByText('Private server').count()).toBe(0);
    await robinPage.goto(`${host.url}/settings`);
    await robinPage.getByRole('link', { name: 'Sessions' }).waitFor();
    expect(await robinPage.getByRole('link', { name: 'Registration' }).count()).toBe(0);
  });

  it('change their password, which ends their other sessions', async () => {
    const elsewhere = createClient(host.url);
    await elsewhere.trpc.account.signIn.mutate({ email: robin.email, password: robin.password });
    await robinPage.goto(`${host.url}/settings/profile`);
    await robinPage.getByRole('textbox', { name: 'Current password' }).fill(robin.password);
    await robinPage.getByRole('textbox', { name: /^New password/ }).fill(newPassword);
    await robinPage.getByRole('button', { name: 'Change password' }).click();
    await robinPage.getByText('Password changed.').waitFor();
    await expect(elsewhere.trpc.account.me.query()).rejects.toMatchObject({
      data: { domainCode: 'NOT_AUTHENTICATED' },
    });
    await elsewhere.close();
  });

  it('sign out, and back in with the new password only', async () => {
    await robinPage.getByRole('button', { name: 'Account', exact: true }).click();
    await robinPage.getByRole('menuitem', { name: 'Sign out' }).click();
    await robinPage.waitForURL(/\/sign-in/);
    await robinPage.goto(`${host.url}/settings/profile`);
    await robinPage.waitForURL(/\/sign-in\?next=/);
    await signIn(robinPage, robin);
    await robinPage.getByRole('alert').waitFor();
    await signIn(robinPage, { email: robin.email, password: newPassword });
    await robinPage.waitForURL(`${host.url}/settings/profile`);
  });

  it('met no error but the refusals that were asked for', async () => {
    await ownerPage.close();
    await robinPage.close();
    // A foreign conversation and the old password.
    expect(problems.filter((text) => !/status of 40[14]/.test(text))).toEqual([]);
  });
});
