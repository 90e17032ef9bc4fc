/** The part of the bundler's module graph that is needed here. */
interface ModuleGraph {
  getModuleInfo(id: string): {
    readonly isEntry: boolean;
    readonly importers: readonly string[];
  } | null;
}

/**
 * Names the chunk of everything the page imports at once. Without it the bundler makes shared chunks of what a lazy
 * page needs too, and the first paint waits for eight files instead of one.
 */
export function createFirstChunkNamer(
  name: string,
): (id: string, graph: ModuleGraph) => string | null {
  const known = new Map<string, boolean>();
  const isFirst = (id: string, graph: ModuleGraph): boolean => {
    const before = known.get(id);
    if (before !== undefined) return before;
    // A cycle leads nowhere by itself.
    known.set(id, false);
    const info = graph.getModuleInfo(id);
    const answer =
      info !== null &&
      (info.isEntry || info.importers.some((importer) => isFirst(importer, graph)));
    known.set(id, answer);
    return answer;
  };
  return (id, graph) => (isFirst(id, graph) ? name : null);
}
