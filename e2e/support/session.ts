import type { Page } from 'playwright-core';
import type { Client } from './client.ts';

/** Gives a page the session of a client, as if the person had signed in there. */
export async function useSession(page: Page, client: Client, url: string): Promise<void> {
  const [name = '', value = ''] = client.cookie().split('=', 2);
  await page.context().addCookies([{ name, value, url }]);
}

/** Fills and sends the sign-in form that is shown. */
export async function signIn(
  page: Page,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<void> {
  await page.getByRole('textbox', { name: 'Email' }).fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
