import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorWithoutContent } from './error-without-content.ts';

/** Folder of the crash reports within the data folder. */
export const CRASH_REPORTS = 'crash-reports';
const MOST_KEPT = 50;

export interface CrashReport {
  readonly at: string;
  readonly kind: 'uncaughtException' | 'unhandledRejection';
  readonly error: ErrorWithoutContent;
  readonly uptimeSeconds: number;
  readonly memory: NodeJS.MemoryUsage;
  readonly node: string;
}

/** Creates the folder, accessible only to its owner, and keeps only the newest reports, so that repeated crashes do not fill the disk. */
export const openCrashReports = (dataDir: string): string => {
  const folder = join(dataDir, CRASH_REPORTS);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const names = readdirSync(folder).sort();
  for (const name of names.slice(0, Math.max(0, names.length - MOST_KEPT))) rmSync(join(folder, name));
  return folder;
};

/** One file per crash; synchronous, since the process is about to end. */
export const writeCrashReport = (folder: string, report: CrashReport): string => {
  const file = join(folder, `${report.at.replaceAll(':', '-')}-${process.pid}.json`);
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 });
  return file;
};
