export type { DryRunScope } from './devices.ts';
export { type DryRunLimits, type DryRunOutcome, type DryRunReport, dryRunAlarmRule } from './run.ts';
