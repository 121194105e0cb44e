import type { Config } from '../config.ts';
import type { WorkCalendar } from '../governance/index.ts';
import type { Sql } from '../platform/sql.ts';
import { checkCalendar } from './calendar.ts';
import { checkAnswering, databaseFailed } from './database.ts';
import { checkDisk } from './disk.ts';
import type { Finding } from './finding.ts';
import { checkFolder } from './folder.ts';
import { checkNode } from './node.ts';
import { checkPorts } from './ports.ts';
import { checkSettings } from './settings.ts';

/** All that can be checked while the settings are wrong. */
export const checkProcess = (): readonly Finding[] => [
  ...checkSettings(process.env),
  checkNode(process.versions.node),
];

export interface Checkup {
  readonly config: Config;
  /** A running server listens there. */
  readonly isOurs: (port: number) => boolean;
  readonly database: Finding;
  readonly calendar: WorkCalendar | undefined;
  readonly now: number;
}

/** Everything that a server needs, in the order in which it is shown. */
export const checkEverything = async ({
  config,
  isOurs,
  database,
  calendar,
  now,
}: Checkup): Promise<readonly Finding[]> => [
  ...checkProcess(),
  await checkFolder(config.YIWANG_DATA_DIR),
  await checkDisk(config.YIWANG_DATA_DIR, config.YIWANG_MIN_FREE_DISK_BYTES),
  ...(await checkPorts(config, isOurs)),
  database,
  ...(calendar === undefined ? [] : [checkCalendar(calendar, now)]),
];

/** What `doctor` finds, for the process that serves: its ports are open, or it would not have started. */
export const checkRunningServer = async ({
  sql,
  ...server
}: Omit<Checkup, 'isOurs' | 'database'> & { readonly sql: Sql }): Promise<readonly Finding[]> =>
  checkEverything({
    ...server,
    isOurs: () => true,
    database: await checkAnswering(sql).catch((error: unknown) =>
      databaseFailed(error instanceof Error ? error.message : String(error)),
    ),
  });
