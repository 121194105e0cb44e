import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** With TypeScript in them. */
const SOURCES = ['src', 'projections', 'devices', 'simulators'];
/** Files that modules read besides modules. */
const LINKED = ['data', 'migrations', 'web', 'node_modules', 'package.json'];
/** Imports, and modules that a process or a thread is started with. */
const MODULE = /(from\s*|import\s*\(?\s*|new URL\(\s*)(["'`])(\.[^"'`]*|[\w-]+)\.ts\2/g;

export interface CompiledCopy {
  readonly folder: string;
  remove(): Promise<void>;
}

/**
 * Compiles the checkout into a folder, module by module and without a look at types. A process that is started from there needs no
 * loader, which costs more than the modules themselves.
 */
export const compileCopy = async (): Promise<CompiledCopy> => {
  const folder = await mkdtemp(join(tmpdir(), 'yiwang-compiled-'));
  for (const name of LINKED) await symlink(join(ROOT, name), join(folder, name));
  const compile = async (path: string): Promise<void> => {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    if (!path.endsWith('.ts')) return symlink(join(ROOT, path), target);
    const source = await readFile(join(ROOT, path), 'utf8');
    const { code } = await transform(source, {
      loader: 'ts',
      format: 'esm',
      target: 'node20',
      supported: { 'import-attributes': true },
    });
    await writeFile(target.replace(/\.ts$/, '.js'), code.replace(MODULE, '$1$2$3.js$2'));
  };
  for (const top of SOURCES) {
    const entries = await readdir(join(ROOT, top), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'));
    await Promise.all(files.map((entry) => compile(join(entry.parentPath, entry.name).slice(ROOT.length))));
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
};
