import { SHANGHAI_OFFSET_MS } from '../../../platform/clock.ts';
import type { AlarmCleared, AlarmEscalated, AlarmRaised, AlarmRule, Severity } from '../../events.ts';
import { moreSerious } from '../severity.ts';

/** An alarm that a rule would have raised. */
export interface DryRunAlarm {
  readonly alarmId: string;
  readonly deviceId: string;
  readonly deviceName: string;
  readonly divisionCode: string;
  readonly gridCode: string | null;
  /** For a spatial rule: every device that was beyond the level when the alarm was raised. */
  readonly deviceIds?: readonly string[];
  /** The highest severity that it reached through observations. */
  readonly severity: Severity;
  readonly since: string;
  readonly raisedAt: string;
  /** Null: it was still active when the play ended. */
  readonly clearedAt: string | null;
  readonly clearCause: AlarmCleared['data']['cause'] | null;
  /** From `since` until it cleared, or the play ended. */
  readonly durationSeconds: number;
  /** The most extreme value while it was active; null if the rule has no single value as its subject. */
  readonly peak: number | null;
  readonly unit: string;
}

export interface DryRunCounts {
  readonly total: number;
  readonly perDevice: readonly {
    readonly deviceId: string;
    readonly deviceName: string;
    readonly alarms: number;
  }[];
  /** By the day in Asia/Shanghai on which it was raised. */
  readonly perDay: readonly { readonly day: string; readonly alarms: number }[];
  readonly perSeverity: Readonly<Partial<Record<Severity, number>>>;
}

export interface AlarmTally {
  take(event: AlarmRaised | AlarmCleared | AlarmEscalated): void;
  /** A device's value of the rule's subject, in the order of the replay. */
  see(deviceId: string, value: number): void;
  /** All alarms until `end` (ISO 8601 UTC), in the order in which they were raised. */
  alarms(end: string): readonly DryRunAlarm[];
}

type Farther = 'higher' | 'lower' | 'none';

/** The direction in which values of the rule's subject become worse. */
const fartherOf = ({ condition }: AlarmRule): Farther => {
  const of = (direction: 'above' | 'below'): Farther => (direction === 'above' ? 'higher' : 'lower');
  switch (condition.kind) {
    case 'threshold':
    case 'spatial':
      return of(condition.direction);
    case 'rateOfChange':
      return condition.direction === 'rise' ? 'higher' : 'lower';
    case 'index':
      return condition.level === null ? 'higher' : of(condition.level.direction);
    case 'detection':
      return 'higher';
    case 'noData':
    case 'stuck':
    case 'composite':
      return 'none';
    default:
      return condition satisfies never;
  }
};

interface Open {
  readonly raised: AlarmRaised['data'];
  readonly devices: readonly string[];
  severity: Severity;
  cleared: AlarmCleared['data'] | null;
  peak: number;
}

export const createAlarmTally = (rule: AlarmRule): AlarmTally => {
  const farther = fartherOf(rule);
  const all = new Map<string, Open>();
  const openByDevice = new Map<string, Set<Open>>();

  return {
    take(event) {
      if (event.type === 'AlarmRaised') {
        const { data } = event;
        const devices = data.deviceIds ?? [data.deviceId];
        const open: Open = {
          raised: data,
          devices,
          severity: data.severity,
          cleared: null,
          peak: data.value,
        };
        all.set(data.alarmId, open);
        for (const device of devices) {
          const those = openByDevice.get(device) ?? new Set();
          openByDevice.set(device, those.add(open));
        }
        return;
      }
      const open = all.get(event.data.alarmId);
      if (open === undefined) return;
      if (event.type === 'AlarmEscalated') {
        // Nobody acknowledges in a dry run: escalations caused only by that say nothing about the rule.
        if (event.data.cause !== 'unacknowledged')
          open.severity = moreSerious(open.severity, event.data.severity);
        return;
      }
      open.cleared = event.data;
      for (const device of open.devices) openByDevice.get(device)?.delete(open);
    },
    see(deviceId, value) {
      for (const open of openByDevice.get(deviceId) ?? [])
        if (farther === 'lower' ? value < open.peak : value > open.peak) open.peak = value;
    },
    alarms: (end) =>
      [...all.values()].map(({ raised, severity, cleared, peak }) => ({
        alarmId: raised.alarmId,
        deviceId: raised.deviceId,
        deviceName: raised.deviceName,
        divisionCode: raised.divisionCode,
        gridCode: raised.gridCode,
        ...(raised.deviceIds === undefined ? {} : { deviceIds: raised.deviceIds }),
        severity,
        since: raised.since,
        raisedAt: raised.observedAt,
        clearedAt: cleared?.observedAt ?? null,
        clearCause: cleared?.cause ?? null,
        durationSeconds: Math.max(
          0,
          (Date.parse(cleared?.observedAt ?? end) - Date.parse(raised.since)) / 1000,
        ),
        peak: farther === 'none' ? null : peak,
        unit: raised.unit,
      })),
  };
};

const dayOf = (iso: string): string =>
  new Date(Date.parse(iso) + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);

const counted = <Key>(keys: readonly Key[]): ReadonlyMap<Key, number> => {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};

/** Devices with the most alarms first, days in chronological order. */
export const countAlarms = (alarms: readonly DryRunAlarm[]): DryRunCounts => {
  const names = new Map(alarms.map(({ deviceId, deviceName }) => [deviceId, deviceName]));
  const devices = [...counted(alarms.map(({ deviceId }) => deviceId))];
  return {
    total: alarms.length,
    perDevice: devices
      .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
      .map(([deviceId, count]) => ({ deviceId, deviceName: names.get(deviceId)!, alarms: count })),
    perDay: [...counted(alarms.map(({ raisedAt }) => dayOf(raisedAt)))]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([day, count]) => ({ day, alarms: count })),
    perSeverity: Object.fromEntries(counted(alarms.map(({ severity }) => severity))),
  };
};
