import { readFile, stat } from 'node:fs/promises';
import { dirname, parse, resolve } from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';

/** The user that PostgreSQL runs as; null means the user of this process. PostgreSQL refuses to run as root. */
export type RunAs = { readonly name: string; readonly uid: number; readonly gid: number } | null;

/** As root: the `postgres` user if there is one, else `nobody`. No user is ever created. */
export const chooseUser = async (): Promise<RunAs> => {
  if (process.getuid?.() !== 0) return null;
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const entry = lines.find((fields) => fields[0] === name);
    if (entry !== undefined) return { name, uid: Number(entry[2]), gid: Number(entry[3]) };
  }
  throw new EmbeddedPostgresError(
    'noUnprivilegedUser',
    'PostgreSQL does not run as root, and there is neither a user "postgres" nor "nobody": start as an ordinary user, or set DATABASE_URL.',
  );
};

/** True if the user can enter every folder on the way to `path` and `path` itself. */
export const isReachableBy = async (user: RunAs, path: string): Promise<boolean> => {
  if (user === null) return true;
  let current = resolve(path);
  const { root } = parse(current);
  for (;;) {
    const { mode, uid, gid } = await stat(current);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (current === root) return true;
    current = dirname(current);
  }
};
