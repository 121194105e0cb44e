import type { Plugin } from 'vite';

/** What a check has to know of a chunk. */
export interface BuiltChunk {
  readonly isEntry: boolean;
  readonly moduleIds: readonly string[];
  readonly imports: readonly string[];
  readonly dynamicImports: readonly string[];
}

/** Kits of parts: each brings a look and a weight, so that a page has one. */
const KITS = ['antd', 'antd-mobile'] as const;
type Kit = (typeof KITS)[number];

/** The kits that a page can come to load, by the chunk that it begins with. */
export const kitsOf = (
  chunks: Readonly<Record<string, BuiltChunk>>,
): ReadonlyMap<string, ReadonlySet<Kit>> => {
  const kitsFrom = (name: string, seen: Set<string>, kits: Set<Kit>): Set<Kit> => {
    const chunk = chunks[name];
    if (chunk === undefined || seen.has(name)) return kits;
    seen.add(name);
    for (const id of chunk.moduleIds)
      for (const kit of KITS) if (id.includes(`/node_modules/${kit}/`)) kits.add(kit);
    for (const next of [...chunk.imports, ...chunk.dynamicImports]) kitsFrom(next, seen, kits);
    return kits;
  };
  return new Map(
    Object.entries(chunks)
      .filter(([, { isEntry }]) => isEntry)
      .map(([name]) => [name, kitsFrom(name, new Set(), new Set())]),
  );
};

/** Refuses to build pages of which one loads two kits. */
export const oneKitAPage = (): Plugin => ({
  name: 'one-kit-a-page',
  apply: 'build',
  generateBundle(_options, bundle) {
    const chunks = Object.fromEntries(
      Object.entries(bundle).flatMap(([name, part]) => (part.type === 'chunk' ? [[name, part]] : [])),
    );
    for (const [page, kits] of kitsOf(chunks))
      if (kits.size > 1) throw new Error(`${page} loads ${[...kits].join(' and ')}: a page has one kit`);
  },
});
