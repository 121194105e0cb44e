import { type Page, type PageRequest, toPage } from '../../../src/platform/page.ts';
import { type Scope, scopeClause } from '../../../src/platform/scope-clause.ts';
import type { Sql } from '../../../src/platform/sql.ts';
import type { AlarmRule } from '../../../src/sensing/events.ts';
import type { AlarmRuleRow } from './table.ts';

export const RULE_SORTS = ['ruleId', 'name', 'publishedAt'] as const;
export type RuleSort = (typeof RULE_SORTS)[number];

export interface AlarmRuleFilter {
  readonly kind?: AlarmRule['condition']['kind'];
  readonly severity?: AlarmRule['severity'];
  readonly modelId?: string;
  /** Rules that hold for this device of the model. */
  readonly deviceId?: string;
  readonly retired?: boolean;
  /** Found in id or name. */
  readonly text?: string;
}

/** Rules of whole models, and those for a device in sight. By id or name upwards, or latest published first. */
export const listAlarmRules = async (
  sql: Sql,
  scopes: readonly Scope[],
  filter: AlarmRuleFilter,
  sort: RuleSort,
  { limit, cursor }: PageRequest,
): Promise<Page<AlarmRuleRow>> => {
  const name = sql`definition ->> 'name'`;
  const after = () => {
    if (cursor === undefined) return sql``;
    switch (sort) {
      case 'ruleId':
        return sql`and rule_id > ${cursor.id}`;
      case 'name':
        // The name of the row that the page before ended with.
        return sql`and (${name}, rule_id) > ((select definition ->> 'name' from alarm_rules where rule_id = ${cursor.id}), ${cursor.id})`;
      case 'publishedAt':
        return sql`and (published_at, rule_id) < (${cursor.at}::timestamptz, ${cursor.id})`;
      default:
        return sort satisfies never;
    }
  };
  const order = {
    ruleId: sql`rule_id`,
    name: sql`${name}, rule_id`,
    publishedAt: sql`published_at desc, rule_id desc`,
  }[sort];
  const { kind, severity, modelId, deviceId, retired, text } = filter;
  const rows = await sql<AlarmRuleRow>`
    select * from alarm_rules where (definition -> 'deviceIds' = 'null'::jsonb or exists (
      select 1 from devices where definition -> 'deviceIds' ? device_id
      and (${scopeClause(sql, scopes, { hasDepartment: false })})))
    ${kind ? sql`and definition -> 'condition' ->> 'kind' = ${kind}` : sql``}
    ${severity ? sql`and definition ->> 'severity' = ${severity}` : sql``}
    ${modelId ? sql`and definition ->> 'modelId' = ${modelId}` : sql``}
    ${
      deviceId
        ? sql`and definition ->> 'modelId' = (select model_id from devices where device_id = ${deviceId})
            and (definition -> 'deviceIds' = 'null'::jsonb or definition -> 'deviceIds' ? ${deviceId})`
        : sql``
    }
    ${retired === undefined ? sql`` : sql`and retired = ${retired}`}
    ${text ? sql`and (position(${text} in rule_id) > 0 or position(${text} in ${name}) > 0)` : sql``}
    ${after()}
    order by ${order} limit ${limit + 1}`;
  return toPage(
    rows,
    limit,
    (row) => row,
    (row) => ({ at: sort === 'publishedAt' ? row.published_at : '', id: row.rule_id }),
  );
};

export const findAlarmRule = async (sql: Sql, ruleId: string): Promise<AlarmRuleRow | undefined> => {
  const [row] = await sql<AlarmRuleRow>`select * from alarm_rules where rule_id = ${ruleId}`;
  return row;
};
