import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { guarded } from '../guard.ts';
import { probePort } from '../ports.ts';
import { locateBinaries, type PostgresBinaries } from './binaries.ts';
import {
  checkVersion,
  type DataFolder,
  exists,
  giveTo,
  openDataFolder,
  readPassword,
} from './data-folder.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { clearLeftovers, releaseLock, stopPostmaster, takeLock } from './ownership.ts';
import { chooseUser, type RunAs } from './run-as.ts';
import { prepareDatabase, SERVER_ROLE } from './server-role.ts';
import { serverArguments } from './settings.ts';

export interface EmbeddedPostgres {
  /** Connection string of the product's database, with the role that owns it and is not a superuser. */
  readonly url: string;
  readonly port: number;
  readonly folder: DataFolder;
  pid(): number | undefined;
  /** Clean stop; afterwards the folder is unlocked. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  readonly sharedBuffers?: string;
  /** Called when the server has died and is being restarted. */
  readonly onCrash?: (description: string) => void;
  readonly onRestart?: () => void;
  /** Default 100; a test run has many servers on one database. */
  readonly maxConnections?: number;
  /** For tests and benchmarks, which create their own databases. */
  readonly mayCreateDatabases?: boolean;
  /** For tests: folder in which binaries are staged. */
  readonly stageBase?: string;
}

/** Created by initdb. Only used to start the server and to maintain the role of the product. */
const SUPERUSER = 'yiwang';
const DATABASE = 'yiwang';
/** Crash recovery can take a while on a large log. */
const START_LIMIT_MS = 180_000;
const LOG_LIMIT_BYTES = 10_485_760;
const RESTART_MS = 300;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Starts PostgreSQL as a separate process from npm's binaries, and waits until it answers. Also works as root (under
 * another user), survives kill -9 of itself and of our process, and is restarted when it dies. Throws EmbeddedPostgresError.
 */
export const startEmbeddedPostgres = async (options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
  const runAs = await chooseUser();
  const binaries = await locateBinaries(runAs, options.stageBase);
  const folder = await openDataFolder(resolve(options.dataDir), runAs);
  await takeLock(folder);
  try {
    await checkVersion(folder, binaries.major);
    await clearLeftovers(folder);
    const password = await readPassword(folder.passwordFile);
    if (!(await exists(folder.cluster))) await initialise(binaries, folder, password, runAs);
    const port = await choosePort(folder);
    const superuserUrl = (database: string) => urlOf(SUPERUSER, password, port, database);
    const rolePassword = await readPassword(folder.serverPasswordFile);
    const server = await superviseServer({
      options,
      binaries,
      folder,
      runAs,
      port,
      probeUrl: superuserUrl('postgres'),
    });
    try {
      await prepareDatabase(superuserUrl, DATABASE, {
        password: rolePassword,
        mayCreateDatabases: options.mayCreateDatabases ?? false,
      });
    } catch (error) {
      await server.stop();
      throw error;
    }
    return {
      url: urlOf(SERVER_ROLE, rolePassword, port, DATABASE),
      port,
      folder,
      pid: server.pid,
      async stop() {
        await server.stop();
        await releaseLock(folder);
      },
    };
  } catch (error) {
    await releaseLock(folder);
    throw error;
  }
};

/** Created under a temporary name and renamed: an interrupted initdb leaves nothing that looks like a database. */
const initialise = async (
  binaries: PostgresBinaries,
  folder: DataFolder,
  password: string,
  runAs: RunAs,
): Promise<void> => {
  const making = `${folder.cluster}.new`;
  const passwordCopy = join(folder.root, `init-${randomBytes(6).toString('hex')}`);
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { mode: 0o700 });
  await giveTo(making, runAs);
  await writeFile(passwordCopy, password, { mode: 0o600 });
  await giveTo(passwordCopy, runAs);
  try {
    await promisify(execFile)(
      binaries.initdb,
      [
        ...['--pgdata', making, '--username', SUPERUSER, '--pwfile', passwordCopy],
        ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--data-checksums'],
        ...['--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C'],
      ],
      { ...identity(runAs), cwd: '/', env: { PATH: process.env.PATH ?? '' } },
    );
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    const output = (error as { stderr?: string }).stderr ?? String(error);
    throw new EmbeddedPostgresError(
      'initFailed',
      `PostgreSQL could not create its data folder ${making}: ${output.trim()}`,
    );
  } finally {
    await rm(passwordCopy, { force: true });
  }
  await rename(making, folder.cluster);
};

const identity = (runAs: RunAs) => (runAs === null ? {} : { uid: runAs.uid, gid: runAs.gid });

/** The previous port if it is free, otherwise any free one. */
const choosePort = async (folder: DataFolder): Promise<number> => {
  const remembered = Number(await readFile(folder.portFile, 'utf8').catch(() => '0'));
  const port = (remembered > 0 && (await probePort(remembered))) || (await probePort(0));
  if (port === undefined)
    throw new EmbeddedPostgresError('startFailed', 'There is no free port on 127.0.0.1.');
  await writeFile(folder.portFile, String(port));
  return port;
};

interface ServerContext {
  readonly options: EmbeddedPostgresOptions;
  readonly binaries: PostgresBinaries;
  readonly folder: DataFolder;
  readonly runAs: RunAs;
  readonly port: number;
  readonly probeUrl: string;
}

/** Runs the server until `stop`; if it dies by itself it is restarted on the same port. */
const superviseServer = async (
  context: ServerContext,
): Promise<{ pid(): number | undefined; stop(): Promise<void> }> => {
  let child = await launch(context);
  let stopping = false;
  let restarting: Promise<void> | undefined;

  const restart = async (description: string): Promise<void> => {
    context.options.onCrash?.(description);
    while (!stopping) {
      await pause(RESTART_MS);
      if (stopping) return;
      try {
        await clearLeftovers(context.folder);
        child = await launch(context);
        watch();
        context.options.onRestart?.();
        return;
      } catch (error) {
        // Backends of the dead server may still use its shared memory: once they notice and exit, it starts.
        context.options.onCrash?.(error instanceof Error ? error.message : String(error));
      }
    }
  };
  const watch = () => {
    child.once(
      'exit',
      guarded('embedded postgres start exit', (code, signal) => {
        if (stopping) return;
        restarting = restart(`PostgreSQL ended (${signal ?? `exit code ${code}`})`);
      }),
    );
  };
  watch();

  return {
    pid: () => child.pid,
    async stop() {
      stopping = true;
      await restarting;
      if (child.exitCode === null && child.signalCode === null && child.pid !== undefined)
        await stopPostmaster(child.pid);
    },
  };
};

const launch = async ({
  options,
  binaries,
  folder,
  runAs,
  port,
  probeUrl,
}: ServerContext): Promise<ChildProcess> => {
  const log = await openLog(folder);
  const settings = {
    port,
    ...(options.sharedBuffers === undefined ? {} : { sharedBuffers: options.sharedBuffers }),
    ...(options.maxConnections === undefined ? {} : { maxConnections: options.maxConnections }),
  };
  const child = spawn(binaries.postgres, ['-D', folder.cluster, ...serverArguments(settings)], {
    ...identity(runAs),
    cwd: '/',
    env: { PATH: process.env.PATH ?? '' },
    // A separate process group: Ctrl-C reaches only us, and the server stops after we have drained.
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  const ended = new Promise<string>((resolve) => {
    child.once(
      'error',
      guarded('embedded postgres start error', (error) => resolve(error.message)),
    );
    child.once(
      'exit',
      guarded('embedded postgres start exit', (code, signal) =>
        resolve(`it ended with ${signal ?? `exit code ${code}`}`),
      ),
    );
  });
  const until = performance.now() + START_LIMIT_MS;
  for (;;) {
    const outcome = await Promise.race([ended, answers(probeUrl)]);
    if (outcome === true) return child;
    if (typeof outcome === 'string' || performance.now() > until) {
      if (child.pid !== undefined) await stopPostmaster(child.pid);
      throw new EmbeddedPostgresError(
        'startFailed',
        `PostgreSQL did not start: ${typeof outcome === 'string' ? outcome : 'no answer in time'}.\n${await logTail(folder)}`,
      );
    }
    await pause(50);
  }
};

const answers = async (url: string): Promise<boolean> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
};

const openLog = async (folder: DataFolder): Promise<number> => {
  const size = await stat(folder.logFile).then(
    (stats) => stats.size,
    () => 0,
  );
  if (size > LOG_LIMIT_BYTES) await rename(folder.logFile, `${folder.logFile}.1`);
  const descriptor = openSync(folder.logFile, 'a', 0o600);
  await chmod(folder.logFile, 0o600);
  return descriptor;
};

const logTail = async (folder: DataFolder): Promise<string> =>
  (await readFile(folder.logFile, 'utf8').catch(() => '')).split('\n').slice(-12).join('\n');

const urlOf = (role: string, password: string, port: number, database: string): string =>
  `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;
