export { prepareDryRun, spanUntilNow } from './prepare.ts';
export { type DryRunReport, dryRunAlarmRule } from './run.ts';
