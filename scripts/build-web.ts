import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';
import { BUILT_OF, CHECKOUT, digestOfSources } from '../src/web-build/digest.ts';

/*
 * `npm run build:web`: the pages of web/, into web/dist; each file besides compressed by brotli and gzip, so that the server sends it as it
 * is. What it was made of is noted last: a build that was cut off is made again.
 */
const COMPRESSED = new Set(['.js', '.css', '.svg', '.json', '.webmanifest', '.mjs', '.geojson']);
/** Smaller ones gain nothing. */
const LEAST_BYTES = 1024;

const sources = await digestOfSources();
const dist = join(CHECKOUT, 'web', 'dist');
await build({ configFile: join(CHECKOUT, 'web', 'vite.config.ts'), logLevel: 'warn' });

const files = (await readdir(dist, { recursive: true, withFileTypes: true })).filter((entry) =>
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
await writeFile(BUILT_OF, sources);
console.log(`The pages are built: ${files.length} files in web/dist.`);
