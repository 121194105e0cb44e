import { z } from 'zod';
import { hasMatter } from '../../projections/governance/filing-standard-list/queries.ts';
import { loadDevices } from '../../projections/sensing/device-list/queries.ts';
import type { DeviceRow } from '../../projections/sensing/device-list/table.ts';
import { findDeviceModel } from '../../projections/sensing/device-model-list/queries.ts';
import type { Sql } from '../platform/sql.ts';
import type { AlarmRule } from '../sensing/events.ts';
import { alarmRuleSchema, checkRuleReferences, faultInChinese, type RuleProblem } from '../sensing/index.ts';

export interface CheckedRule {
  /** Undefined if the rule is not even well-formed. */
  readonly rule: AlarmRule | undefined;
  readonly problems: readonly RuleProblem[];
  /** Divisions of the listed devices; null if the rule applies to every device of its model. */
  readonly divisionCodes: readonly string[] | null;
}

/** Checks a rule by itself and against the existing models, devices and matters. */
export const checkAlarmRule = async (
  sql: Sql,
  draft: unknown,
  /** A device that the caller may not see counts as unknown. */
  isInSight: (device: DeviceRow) => boolean = () => true,
): Promise<CheckedRule> => {
  const parsed = alarmRuleSchema.safeParse(draft, { error: z.locales.zhCN().localeError });
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }): RuleProblem => ({
        path: path.join('.'),
        code: 'malformed',
        message: faultInChinese(message),
      }),
    );
    return { rule: undefined, problems, divisionCodes: null };
  }
  const rule: AlarmRule = parsed.data;
  const model = await findDeviceModel(sql, rule.modelId);
  const devices = rule.deviceIds === null ? [] : (await loadDevices(sql, rule.deviceIds)).filter(isInSight);
  const isMatter = await hasMatter(sql, rule.matterCode);
  const problems = checkRuleReferences(rule, {
    model,
    modelOfDevice: new Map(devices.map((row) => [row.device_id, row.model_id])),
    isMatter: () => isMatter,
  });
  const divisionCodes = rule.deviceIds === null ? null : devices.map((row) => row.division_code);
  return { rule, problems, divisionCodes };
};
