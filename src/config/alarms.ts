import { positive } from './value-kinds.ts';

/** Silences, and dry runs of alarm rules. */
export const alarmSettings = {
  YIWANG_ALARM_SILENCE_MAX_DAYS: positive.max(31).default(30).describe('Longest silence of alarms'),
  YIWANG_DRY_RUN_MAX_DEVICES: positive
    .default(5000)
    .describe('Most devices whose readings a dry run of an alarm rule replays'),
  YIWANG_DRY_RUN_MAX_RECORDS: positive
    .default(5_000_000)
    .describe('Most records that a dry run reads; its answer reports if it stopped there'),
  YIWANG_DRY_RUN_MAX_SECONDS: positive
    .max(300)
    .default(20)
    .describe('Longest time that a dry run may take in the API; its answer reports if it stopped there'),
};
