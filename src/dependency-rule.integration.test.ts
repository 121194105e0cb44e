import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yiwang-dependency-rule-'));
  await plant({
    'tsconfig.json': '{ "compilerOptions": { "allowImportingTsExtensions": true, "noEmit": true } }',
    'package.json': '{ "type": "module", "dependencies": { "pg": "1.0.0" } }',
    'node_modules/pg/package.json': '{ "name": "pg", "version": "1.0.0", "main": "index.js" }',
    'node_modules/pg/index.js': 'export default 1;',
    'src/platform/connect-database.ts': "import pg from 'pg'; export const connect = pg;",
    'src/platform/clock.ts': 'export const clock = 1;',
  });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const plant = async (files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
};

/** The rules that each planted file breaks. */
const violations = async (): Promise<Record<string, string[]>> => {
  const bin = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = join(ROOT, '.dependency-cruiser.cjs');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [bin, '--config', config, '--output-type', 'json', 'src', 'projections'],
    { cwd: folder, maxBuffer: 1e8 },
  ).catch((error: { stdout: string }) => error);
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { from: string; rule: { name: string } }[] };
  };
  const broken: Record<string, string[]> = {};
  for (const { from, rule } of summary.violations) broken[from] = [...(broken[from] ?? []), rule.name];
  return broken;
};

it('the dependency rule is broken exactly by the planted violations', async () => {
  await plant({
    'src/governance/reads-files.ts': "import 'node:fs';",
    'src/sensing/queries.ts': "import '../platform/connect-database.ts';",
    'src/sensing/reaches.ts': "import '../free-text.ts';",
    'src/free-text.ts': "import './words.ts';",
    'src/words.ts': "import 'pg';",
    'projections/sensing/connects/project.ts': "import '../../../src/platform/connect-database.ts';",
    'src/api/tests.ts': "import './testing/planted.ts';",
    'src/api/testing/planted.ts': 'export {};',
    'src/workflows/knows.ts': "import '../governance/reads-files.ts';",
    // Allowed.
    'src/api/connects.ts': "import '../platform/connect-database.ts';",
    'src/sensing/asks.ts': "import '../platform/clock.ts';",
    'projections/sensing/asks/project.ts': "import '../../../src/platform/clock.ts';",
  });
  expect(await violations()).toEqual({
    'src/governance/reads-files.ts': ['pure-core-uses-no-node-io'],
    'src/sensing/queries.ts': ['pure-core-does-no-io', 'pure-core-uses-no-io-package'],
    'src/sensing/reaches.ts': ['pure-core-uses-no-io-package', 'src/sensing/ imports from below'],
    'src/free-text.ts': ['pure-core-uses-no-io-package', 'src/free-text.ts imports from below'],
    'projections/sensing/connects/project.ts': ['projecting-reaches-no-io-package'],
    'src/api/tests.ts': ['product-does-not-import-test-code'],
    'src/workflows/knows.ts': ['src/workflows/ imports from below'],
  });
});
