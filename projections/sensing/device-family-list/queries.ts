import type { Sql } from '../../../src/platform/sql.ts';
import type { FilingStandardRowModel } from '../../governance/filing-standard-list/table.ts';
import type { AlarmRuleRow } from '../alarm-rule-list/table.ts';
import type { DeviceModelRow } from '../device-model-list/table.ts';
import type { DeviceFamilyRow } from './table.ts';

export const listFamilies = async (sql: Sql): Promise<readonly DeviceFamilyRow[]> =>
  await sql<DeviceFamilyRow>`select * from device_families order by family`;

/** A family with the parts now in force, which somebody may have changed since the family was published. */
export interface FamilyParts {
  readonly row: DeviceFamilyRow;
  readonly models: readonly DeviceModelRow[];
  readonly rules: readonly AlarmRuleRow[];
  readonly standard: FilingStandardRowModel['definition'] | null;
}

export const findFamily = async (sql: Sql, family: string): Promise<FamilyParts | undefined> => {
  const [row] = await sql<DeviceFamilyRow>`select * from device_families where family = ${family}`;
  if (row === undefined) return undefined;
  const { models, rules, standard } = row.definition;
  const modelIds = models.map(({ modelId }) => modelId);
  const ruleIds = rules.map(({ ruleId }) => ruleId);
  const modelRows =
    await sql<DeviceModelRow>`select * from device_models where model_id = any(${modelIds}::text[])`;
  const ruleRows = await sql<AlarmRuleRow>`
    select * from alarm_rules where rule_id = any(${ruleIds}::text[]) and not retired`;
  const [standardRow] = await sql<FilingStandardRowModel>`
    select * from filing_standards where standard_id = ${standard?.standardId ?? ''}
    order by version desc limit 1`;
  const inFileOrder = <Row>(
    ids: readonly string[],
    rows: readonly Row[],
    idOf: (row: Row) => string,
  ): Row[] => ids.flatMap((id) => rows.find((each) => idOf(each) === id) ?? []);
  return {
    row,
    models: inFileOrder(modelIds, modelRows, (model) => model.model_id),
    rules: inFileOrder(ruleIds, ruleRows, (rule) => rule.rule_id),
    standard: standardRow?.definition ?? null,
  };
};
