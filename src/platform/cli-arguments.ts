import { fileURLToPath } from 'node:url';

/** Arguments of `node` that run the `yiwang` command in a process of its own. */
export const cliArguments = (...args: readonly string[]): string[] => [
  '--import',
  import.meta.resolve('tsx'),
  fileURLToPath(new URL('../cli.ts', import.meta.url)),
  ...args,
];
