import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin, Rollup } from 'vite';

/** Where the worker has to lie, so that its scope is the page's: without a digest in its name. */
export const WORKER_FILE = 'phone/worker.js';
export const WORKER_ENTRY = 'phone-worker';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
/** Files whose names the browser asks for as they are. */
const FIXED = {
  'phone/manifest.webmanifest': 'manifest.webmanifest',
  'phone/icon-192.png': 'icons/icon-192.png',
  'phone/icon-512.png': 'icons/icon-512.png',
} as const;

/** Every file that a page can come to need: its chunks, those that they load later, and their styles. */
export const filesOfPage = (bundle: Rollup.OutputBundle, entry: string): readonly string[] => {
  const found = new Set<string>();
  const add = (name: string): void => {
    const part = bundle[name];
    if (part === undefined || found.has(name)) return;
    found.add(name);
    if (part.type !== 'chunk') return;
    for (const next of [...part.imports, ...part.dynamicImports]) add(next);
    for (const style of part.viteMetadata?.importedCss ?? []) add(style);
    for (const asset of part.viteMetadata?.importedAssets ?? []) add(asset);
  };
  for (const [name, part] of Object.entries(bundle))
    if (part.type === 'chunk' && part.facadeModuleId?.endsWith(entry)) add(name);
  return [...found].sort();
};

/** Tells the worker of the phone's page which files it keeps; puts the manifest and the icons beside it. */
export const phoneShell = (): Plugin => ({
  name: 'phone-shell',
  apply: 'build',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const fixed = Object.entries(FIXED).map(([fileName, path]) => {
        const source = readFileSync(`${FOLDER}${path}`);
        this.emitFile({ type: 'asset', fileName, source });
        return { fileName, source };
      });
      const files = filesOfPage(bundle, '/phone/index.html');
      const page = bundle['phone/index.html'];
      const worker = bundle[WORKER_FILE];
      if (page?.type !== 'asset' || worker?.type !== 'chunk' || files.length === 0)
        throw new Error('the page of the phone or its worker was not built');
      const hash = createHash('sha256').update(page.source).update(files.join('\n'));
      for (const { source } of fixed) hash.update(source);
      const paths = [...files, ...fixed.map(({ fileName }) => fileName)].map((file) => `/${file}`);
      worker.code =
        `const SHELL_BUILD=${JSON.stringify(hash.digest('hex').slice(0, 16))},SHELL_FILES=${JSON.stringify(paths)};` +
        worker.code;
    },
  },
});
