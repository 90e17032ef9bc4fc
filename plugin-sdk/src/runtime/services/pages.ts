/** All items of a paged list, one page ahead of nothing: the next page is asked for when the last is read. */
export async function* pages<Item>(
  fetchPage: (cursor: { cursor?: string }) => Promise<{
    readonly items: readonly Item[];
    readonly nextCursor: string | null;
  }>,
): AsyncGenerator<Item, void> {
  let cursor: string | null = null;
  do {
    const page: { readonly items: readonly Item[]; readonly nextCursor: string | null } =
      await fetchPage(cursor === null ? {} : { cursor });
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== null);
}
