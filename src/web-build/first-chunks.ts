import type { Rollup } from 'vite';

/** What the bundler tells of the modules that it has read. */
export interface ModuleGraph {
  getModuleInfo(id: string): Pick<Rollup.ModuleInfo, 'importedIds' | 'dynamicallyImportedIds'> | null;
}

const reachedFrom = (entry: string, graph: ModuleGraph, later: boolean): ReadonlySet<string> => {
  const seen = new Set<string>();
  const open = [entry];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const info = graph.getModuleInfo(id);
    open.push(...(info?.importedIds ?? []), ...((later && info?.dynamicallyImportedIds) || []));
  }
  return seen;
};

/**
 * Names the file in which a module comes to a browser, if a page needs it at once: modules of the same pages come together, so that a page
 * begins with a few files; on a slow network each would take a round trip of its own. What another page loads later is apart, so that it
 * does not bring the rest with it. Modules that every page loads later have no name here.
 */
export const firstChunks = (pages: Readonly<Record<string, string>>) => {
  let names: ReadonlyMap<string, string> | undefined;
  const nameAll = (graph: ModuleGraph): ReadonlyMap<string, string> => {
    const entries = Object.entries(pages);
    const first = entries.map(([page, entry]) => ({ page, ids: reachedFrom(entry, graph, false) }));
    const whole = entries.map(([page, entry]) => ({ page, ids: reachedFrom(entry, graph, true) }));
    const all = new Set(first.flatMap(({ ids }) => [...ids]));
    // The page and the script that it names stay in a file of their own, by which the page is found in what was built.
    for (const [, entry] of entries)
      for (const id of [entry, ...(graph.getModuleInfo(entry)?.importedIds ?? [])]) all.delete(id);
    return new Map(
      [...all].map((id) => {
        const atOnce = first.filter(({ ids }) => ids.has(id)).map(({ page }) => page);
        const later = whole
          .filter(({ page, ids }) => ids.has(id) && !atOnce.includes(page))
          .map(({ page }) => page);
        return [id, ['first', ...atOnce, ...(later.length > 0 ? ['later', ...later] : [])].join('-')];
      }),
    );
  };
  return (id: string, graph: ModuleGraph): string | null => {
    names ??= nameAll(graph);
    return names.get(id) ?? null;
  };
};
