import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';
import { isReachableBy, type RunAs } from './run-as.ts';

/** Format of this folder; raised when a later version of the product lays it out differently. */
const FORMAT = 1;
const STICKY = 0o1000;
const LOCATION_FILE = 'postgres.location';
const VERSION_FILE = 'yiwang.version';

export interface DataFolder {
  /** Contains everything of the embedded PostgreSQL. */
  readonly root: string;
  /** PostgreSQL's own folder. */
  readonly cluster: string;
  /** Password of the superuser created by initdb. */
  readonly passwordFile: string;
  /** Password of the role with which the product connects. */
  readonly serverPasswordFile: string;
  readonly lockFile: string;
  readonly logFile: string;
  readonly portFile: string;
  /** The database of a previous data folder at this path, which was deleted without it: its key is gone, so it is left unchanged. */
  readonly orphan: string | undefined;
}

const layout = (root: string, orphan?: string): DataFolder => ({
  root,
  orphan,
  cluster: join(root, 'data'),
  passwordFile: join(root, 'postgres.password'),
  serverPasswordFile: join(root, 'server.password'),
  lockFile: join(root, 'owner.lock'),
  logFile: join(root, 'postgres.log'),
  portFile: join(root, 'port'),
});

/** Location of the data if `dataDir` is under a folder that PostgreSQL's user cannot enter. */
const outsideLocation = (dataDir: string): string =>
  join('/var/lib/yiwang', createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12));

/** The same path may have been used before, by a data folder that was deleted while its database remained. */
const unusedOutsideLocation = async (dataDir: string) => {
  const first = outsideLocation(dataDir);
  let [location, orphan]: [string, string?] = [first];
  for (let n = 2; await exists(location); n += 1) [location, orphan] = [`${first}-${n}`, location];
  return { location, orphan };
};

const isOutsideLocation = (dataDir: string, path: string): boolean =>
  path.replace(/-\d+$/, '') === outsideLocation(dataDir);

/**
 * Only its owner may enter a folder; if PostgreSQL's user has its own folder inside, the group of that user may pass through but not
 * list it. Folders of other users or shared by everybody (/tmp) are left unchanged.
 */
export const closeFolder = async (path: string, through: RunAs): Promise<void> => {
  const { uid, mode } = await stat(path);
  if (uid !== process.getuid?.() || (mode & STICKY) !== 0) return;
  if (through !== null) await chown(path, uid, through.gid);
  await chmod(path, through === null ? 0o700 : 0o710);
};

/**
 * Finds or creates the folder of the embedded PostgreSQL: `{dataDir}/postgres`, or, if its user cannot enter that (a new data folder
 * of root is closed to it), a folder under /var/lib/yiwang that is named in `{dataDir}/postgres.location`.
 */
export const openDataFolder = async (dataDir: string, runAs: RunAs): Promise<DataFolder> => {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const pointer = join(dataDir, LOCATION_FILE);
  const inside = join(dataDir, 'postgres');
  const pointed = await readFile(pointer, 'utf8').catch(() => undefined);
  let root = pointed?.trim();
  let orphan: string | undefined;
  if (root === undefined) {
    if ((await exists(inside)) || (await isReachableBy(runAs, dataDir))) {
      root = inside;
    } else {
      ({ location: root, orphan } = await unusedOutsideLocation(dataDir));
      await writeFile(pointer, `${root}\n`);
    }
  }
  await closeFolder(dataDir, root === inside ? runAs : null);
  await mkdir(root, { recursive: true, mode: 0o711 });
  const { uid } = await lstat(root);
  if (uid !== (process.getuid?.() ?? uid)) {
    throw new EmbeddedPostgresError('unsafeFolder', `${root} belongs to another user.`);
  }
  await closeFolder(root, runAs);
  return layout(root, orphan);
};

/** Location of the embedded database of `dataDir`, once it has been created. */
export const locateDataFolder = async (dataDir: string): Promise<string> => {
  const pointed = await readFile(join(dataDir, LOCATION_FILE), 'utf8').catch(() => undefined);
  return pointed?.trim() ?? join(dataDir, 'postgres');
};

/** Deletes the embedded database of `dataDir`, wherever it is located. */
export const removeDataFolder = async (dataDir: string): Promise<void> => {
  const pointer = join(dataDir, LOCATION_FILE);
  const pointed = await readFile(pointer, 'utf8').catch(() => undefined);
  // Only a place that we would have chosen ourselves is ever deleted.
  if (pointed !== undefined && isOutsideLocation(dataDir, pointed.trim())) {
    await rm(pointed.trim(), { recursive: true, force: true });
  }
  await rm(join(dataDir, 'postgres'), { recursive: true, force: true });
  await rm(pointer, { force: true });
};

/** Refuses a folder created by another version; marks a new one. */
export const checkVersion = async (folder: DataFolder, major: number): Promise<void> => {
  const file = join(folder.root, VERSION_FILE);
  const wanted = `format ${FORMAT}, PostgreSQL ${major}`;
  const found = (await readFile(file, 'utf8').catch(() => undefined))?.trim();
  const isNew = !(await exists(folder.cluster));
  if (found === undefined && isNew) {
    await writeFile(file, `${wanted}\n`);
    return;
  }
  if (found !== wanted) {
    throw new EmbeddedPostgresError(
      'dataFolderVersion',
      `The data in ${folder.root} was created by another version (found: ${found ?? 'no mark'}; expected: ${wanted}). ` +
        'Start the version that created it, or choose another folder with YIWANG_DATA_DIR.',
    );
  }
};

export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** A random local password, generated once. */
export const readPassword = async (file: string): Promise<string> => {
  await writeFile(file, randomBytes(24).toString('base64url'), {
    mode: 0o600,
    flag: 'wx',
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return (await readFile(file, 'utf8')).trim();
};

export const giveTo = async (path: string, runAs: RunAs): Promise<void> => {
  if (runAs !== null) await chown(path, runAs.uid, runAs.gid);
};
