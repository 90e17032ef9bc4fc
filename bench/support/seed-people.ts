import type { DataSet } from './data-set.ts';
import type { LoadPlan } from './load-client.ts';
import { seedConversations } from './seed-conversations.ts';

/** People who are signed in and have a conversation of four messages each. */
export async function seedPeople(data: DataSet, count: number): Promise<LoadPlan['people']> {
  const people = await data.people(count);
  const seeded: LoadPlan['people'][number][] = [];
  for (const { userId, cookie } of people) {
    const [conversationId = null] = await seedConversations(data, {
      ownerId: userId,
      conversations: 1,
      messagesEach: 4,
    });
    seeded.push({ cookie, conversationId });
  }
  return seeded;
}
