import type { DryRunAlarm } from './tally.ts';

/** The difference between a draft and the version in force, on the same records. */
export interface DryRunDifference {
  readonly presentVersion: number;
  readonly presentTotal: number;
  /** Alarms of the draft that the current version does not raise, and vice versa. */
  readonly added: readonly DryRunAlarm[];
  readonly removed: readonly DryRunAlarm[];
  /** Alarms of the draft that overlap in time with one of the current version for the same device. */
  readonly kept: number;
}

const overlaps = (one: DryRunAlarm, other: DryRunAlarm): boolean =>
  one.deviceId === other.deviceId &&
  (other.clearedAt === null || one.since <= other.clearedAt) &&
  (one.clearedAt === null || other.since <= one.clearedAt);

/** Two alarms of a device are the same occurrence if they overlap in time: their ids and start times differ with the rule. */
export const compareAlarms = (
  presentVersion: number,
  draft: readonly DryRunAlarm[],
  present: readonly DryRunAlarm[],
): DryRunDifference => {
  const without = (alarms: readonly DryRunAlarm[], others: readonly DryRunAlarm[]) => {
    const byDevice = new Map<string, DryRunAlarm[]>();
    for (const other of others)
      byDevice.set(other.deviceId, [...(byDevice.get(other.deviceId) ?? []), other]);
    return alarms.filter((alarm) => !byDevice.get(alarm.deviceId)?.some((other) => overlaps(alarm, other)));
  };
  const added = without(draft, present);
  return {
    presentVersion,
    presentTotal: present.length,
    added,
    removed: without(present, draft),
    kept: draft.length - added.length,
  };
};
