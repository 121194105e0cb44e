import { derivedId } from '../../platform/ids.ts';
import type { AlarmRule, DeviceRegistered } from '../events.ts';

/** The same condition of the same rule, seen again in a replay or by another process, is the same alarm. */
export const alarmIdOf = (rule: AlarmRule, deviceId: string, since: string): string =>
  derivedId('alarm', rule.ruleId, deviceId, subjectOf(rule), since);

/** What a rule watches: indicators, an index with its period, or a detection type. */
export const subjectOf = ({ condition }: Pick<AlarmRule, 'condition'>): string => {
  switch (condition.kind) {
    case 'noData':
      return condition.indicator ?? '*';
    case 'composite':
      return [...new Set(condition.parts.map(({ indicator }) => indicator))].join('+');
    case 'index':
      return `${condition.index}.${condition.period}`;
    case 'detection':
      return condition.type;
    default:
      return condition.indicator;
  }
};

/** Alarms with the same key share one open case; null: the rule opens none. */
export const caseKeyOf = (rule: AlarmRule, device: DeviceRegistered['data']): string | null => {
  switch (rule.caseScope) {
    case 'none':
      return null;
    case 'grid':
      if (device.gridCode !== null) return `grid:${device.gridCode}:${rule.ruleId}`;
      return `device:${device.deviceId}:${rule.ruleId}`;
    case 'device':
      return `device:${device.deviceId}:${rule.ruleId}`;
    default:
      return rule.caseScope satisfies never;
  }
};
