import { openCrashReports } from '../platform/crash-reports.ts';
import { endOnUncaught } from '../platform/last-resort.ts';
import { startWatchdog } from '../platform/watchdog/watchdog.ts';

/** What surrounds the server in its process, without the server; follows the orders in YIWANG_CRASH_AT, reports that it runs, and waits. */
const [dataDir, seconds] = process.argv.slice(2) as [string, string];
const reports = openCrashReports(dataDir);
endOnUncaught(reports);
startWatchdog({ seconds: Number(seconds), reports, onError: (error) => process.stderr.write(String(error)) });
setInterval(() => process.stdout.write('alive\n'), 200);
