import { derivedId } from '../../platform/ids.ts';
import type { DeviceRegistered } from '../events.ts';
import type { AlarmRule } from './events.ts';

/**
 * The same condition of the same rule, observed again in a replay or by another process, is the same alarm. `about`: the device, or
 * for a spatial rule the grid or division; `since` ISO UTC.
 */
export const alarmIdOf = (rule: AlarmRule, about: string, since: string): string =>
  derivedId('alarm', rule.ruleId, about, subjectOf(rule), since);

/** The subject of a rule: indicators, an index with its period, or a detection type. */
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

/** The grid or division in which a device counts for a rule; null: none. */
export const groupOf = (rule: AlarmRule, device: DeviceRegistered['data']): string | null => {
  if (rule.condition.kind !== 'spatial') return null;
  return rule.condition.scope === 'grid' ? device.gridCode : device.divisionCode;
};

/** Alarms with the same key share one open case; null: the rule opens none. A spatial rule has one key per grid or division. */
export const caseKeyOf = (rule: AlarmRule, device: DeviceRegistered['data']): string | null => {
  const group = groupOf(rule, device);
  if (rule.caseScope !== 'none' && rule.condition.kind === 'spatial' && group !== null)
    return `${rule.condition.scope}:${group}:${rule.ruleId}`;
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

export const stormCaseKey = (stormId: string): string => `storm:${stormId}`;
