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

interface RunningServer {
  readonly config: Config;
  readonly sql: Sql;
  readonly calendar: WorkCalendar | undefined;
  readonly now: number;
}

/** What `doctor` finds, for the process that serves: its ports are open, or it would not have started. */
export const checkRunningServer = async ({
  config,
  sql,
  calendar,
  now,
}: RunningServer): Promise<readonly Finding[]> => [
  ...checkSettings(process.env),
  checkNode(process.versions.node),
  await checkFolder(config.YIWANG_DATA_DIR),
  await checkDisk(config.YIWANG_DATA_DIR, config.YIWANG_MIN_FREE_DISK_BYTES),
  ...(await checkPorts(config, () => true)),
  await checkAnswering(sql).catch((error: unknown) =>
    databaseFailed(error instanceof Error ? error.message : String(error)),
  ),
  ...(calendar === undefined ? [] : [checkCalendar(calendar, now)]),
];
