import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';
import { BUILT, BUILT_OF, digestOfSources, WEB } from '../src/web-build/digest.ts';

/*
 * `npm run build:web`: the pages of web/, into web/dist; each file besides compressed by brotli and gzip, so that the server sends it as it
 * is. They are built beside and take the place of the former ones at once: a server that runs meanwhile never sees half of them, and of
 * two builds at one time the later one stays.
 */
const COMPRESSED = new Set(['.js', '.css', '.svg', '.json', '.webmanifest', '.mjs', '.geojson']);
/** Smaller ones gain nothing. */
const LEAST_BYTES = 1024;

// Whoever calls: a test's own setting would bring the libraries' slow and heavy builds for developers.
process.env.NODE_ENV = 'production';

const sources = await digestOfSources();
const beside = `${BUILT}-${process.pid}`;
await build({
  configFile: join(WEB, 'vite.config.ts'),
  logLevel: 'warn',
  build: { outDir: beside, emptyOutDir: true },
});

const files = (await readdir(beside, { recursive: true, withFileTypes: true })).filter((entry) =>
  entry.isFile(),
);
await Promise.all(
  files
    .filter(({ name }) => COMPRESSED.has(extname(name)))
    .map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      const bytes = await readFile(path);
      if (bytes.length < LEAST_BYTES) return;
      const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
      await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, quality));
      await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
    }),
);
await writeFile(join(beside, BUILT_OF), sources);
const former = `${beside}-former`;
await rename(BUILT, former).catch((error: NodeJS.ErrnoException) => {
  if (error.code !== 'ENOENT') throw error;
});
await rename(beside, BUILT);
await rm(former, { recursive: true, force: true });
console.log(`The pages are built: ${files.length} files in web/dist.`);
