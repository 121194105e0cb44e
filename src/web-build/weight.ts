import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BUILT } from './digest.ts';

interface ManifestChunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

/**
 * Bytes that a browser is sent for a built page, compressed by brotli: `atOnce`, before anything is shown, and `whole`, with all that it
 * loads later.
 */
export const weightOf = async (
  page: string,
): Promise<{ readonly atOnce: number; readonly whole: number }> => {
  const text = await readFile(join(BUILT, '.vite', 'manifest.json'), 'utf8');
  const chunks = JSON.parse(text) as Readonly<Record<string, ManifestChunk>>;
  const filesFrom = (name: string, later: boolean, found: Map<string, ManifestChunk>): Set<string> => {
    const chunk = chunks[name]!;
    if (!found.has(name)) {
      found.set(name, chunk);
      for (const next of [...(chunk.imports ?? []), ...(later ? (chunk.dynamicImports ?? []) : [])])
        filesFrom(next, later, found);
    }
    return new Set([...found.values()].flatMap(({ file, css = [] }) => [file, ...css]));
  };
  const bytesOf = async (file: string): Promise<number> => {
    const path = join(BUILT, file);
    return (await stat(`${path}.br`).catch(() => stat(path))).size;
  };
  const weigh = async (later: boolean): Promise<number> => {
    const sizes = await Promise.all([...filesFrom(page, later, new Map())].map(bytesOf));
    return sizes.reduce((sum, size) => sum + size, 0);
  };
  return { atOnce: await weigh(false), whole: await weigh(true) };
};
