import { z } from 'zod';

/** Ids are UUIDv7: they sort by the time they were made and say nothing else. */
export const idSchema = z.uuid({ version: 'v7' });
export type Id = z.infer<typeof idSchema>;

/** Opaque cursor of a keyset page; hand back what the last page gave. */
export const cursorSchema = z.string().min(1).max(300);

/** One page of a list. `nextCursor` is null on the last page. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: cursorSchema.nullable() });
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}
