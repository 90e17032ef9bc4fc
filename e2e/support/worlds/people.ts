import { type Client, createClient, owner } from '../client.ts';
import type { HostProcess } from '../host-process.ts';
import { changeDatabase } from './database.ts';

const day = 24 * 60 * 60_000;

/** A second person, invitations in every state, a second session and API keys. */
export async function fillPeople(
  host: HostProcess,
  client: Client,
): Promise<{ valid: string; expired: string }> {
  const { trpc } = client;
  const used = await trpc.invitation.create.mutate({ role: 'member', validDays: 7 });
  const robin = createClient(host.url);
  await robin.trpc.account.register.mutate({
    name: 'Robin Featherstonehaugh-Villanueva',
    email: 'robin@home.example',
    password: 'a long enough password',
    invitationToken: used.token,
  });
  await robin.close();
  const valid = await trpc.invitation.create.mutate({
    role: 'guest',
    email: 'kim@home.example',
    validDays: 30,
  });
  const expired = await trpc.invitation.create.mutate({ role: 'member', validDays: 1 });
  const elsewhere = createClient(host.url);
  await elsewhere.trpc.account.signIn.mutate({ email: owner.email, password: owner.password });
  await elsewhere.close();
  await trpc.apiKey.create.mutate({
    name: 'Home automation',
    scopes: ['chat:read', 'chat:write', 'models:read'],
    validDays: 90,
  });
  await trpc.apiKey.create.mutate({ name: 'Backup', scopes: ['chat:read'], validDays: null });
  const now = Date.now();
  changeDatabase(host.dataDirectory, [
    ['update invitation set expires_at = ? where id = ?', now - day, expired.invitation.id],
    [
      `update session set user_agent = ?, address = '192.168.1.23', last_seen_at = ?
       where last_seen_at = (select max(last_seen_at) from session s join user u on u.id = s.user_id where u.email = ?)`,
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      now - 3 * 60 * 60_000,
      owner.email,
    ],
  ]);
  return { valid: valid.token, expired: expired.token };
}
