import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Folder of a compiled copy of this checkout: processes are started from it instead, in half the time. The test suite creates one; it is
 * not a setting of the product.
 */
export const COMPILED_COPY = 'TEST_COMPILED_COPY';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const compiledCopy = (path: string): string => {
  const copy = process.env[COMPILED_COPY];
  return copy === undefined ? path : `${copy}/${relative(ROOT, path).replace(/\.ts$/, '.js')}`;
};

/** Arguments of `node` that run a module of this checkout in a separate process. */
export const moduleArguments = (module: URL, ...args: readonly string[]): string[] => {
  const path = compiledCopy(fileURLToPath(module));
  const loader = path.endsWith('.ts') ? ['--import', import.meta.resolve('tsx')] : [];
  return [...loader, path, ...args];
};

/** The same for the `yiwang` command. */
export const cliArguments = (...args: readonly string[]): string[] =>
  moduleArguments(new URL('../cli.ts', import.meta.url), ...args);
