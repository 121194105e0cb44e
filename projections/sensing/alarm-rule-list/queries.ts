import type { Sql } from '../../../src/platform/sql.ts';
import type { AlarmRule } from '../../../src/sensing/events.ts';
import { type Page, type PageRequest, pageBy, toPage } from '../../paging.ts';
import { type Scope, scopeClause } from '../../scope-clause.ts';
import type { AlarmRuleRow } from './table.ts';

export const RULE_SORTS = ['ruleId', 'name', 'publishedAt'] as const;
export type RuleSort = (typeof RULE_SORTS)[number];

export interface AlarmRuleFilter {
  readonly kind?: AlarmRule['condition']['kind'];
  readonly severity?: AlarmRule['severity'];
  readonly modelId?: string;
  /** Models of a family. */
  readonly modelIds?: readonly string[];
  /** Rules that apply to this device of the model. */
  readonly deviceId?: string;
  readonly retired?: boolean;
  /** Found in id or name. */
  readonly text?: string;
}

/** Upwards by name; the cursor leads on behind the name that its rule has now. */
const pageByName = (sql: Sql, { limit, cursor }: PageRequest) => {
  const name = sql`definition ->> 'name'`;
  const after =
    cursor === undefined
      ? sql``
      : sql`and (${name}, rule_id) > ((select ${name} from alarm_rules where rule_id = ${cursor.id}), ${cursor.id})`;
  return {
    rest: sql`${after} order by ${name}, rule_id limit ${limit + 1}`,
    of: (rows: readonly AlarmRuleRow[]) => toPage(rows, limit, (row) => ({ at: '', id: row.rule_id })),
  };
};

const pageOf = (sql: Sql, sort: RuleSort, request: PageRequest) => {
  if (sort === 'name') return pageByName(sql, request);
  const at = sort === 'publishedAt' ? ({ at: 'published_at' } as const) : {};
  return pageBy<AlarmRuleRow>(sql, request, { ...at, id: 'rule_id' });
};

/** Rules of whole models, and those for a device in sight. By id or name upwards, or latest published first. */
export const listAlarmRules = async (
  sql: Sql,
  scopes: readonly Scope[],
  filter: AlarmRuleFilter,
  sort: RuleSort,
  request: PageRequest,
): Promise<Page<AlarmRuleRow>> => {
  const page = pageOf(sql, sort, request);
  const { kind, severity, modelId, modelIds, deviceId, retired, text } = filter;
  const rows = await sql<AlarmRuleRow>`
    select * from alarm_rules where (definition -> 'deviceIds' = 'null'::jsonb or exists (
      select 1 from devices where definition -> 'deviceIds' ? device_id
      and (${scopeClause(sql, scopes, { hasDepartment: false })})))
    ${kind ? sql`and definition -> 'condition' ->> 'kind' = ${kind}` : sql``}
    ${severity ? sql`and definition ->> 'severity' = ${severity}` : sql``}
    ${modelId ? sql`and definition ->> 'modelId' = ${modelId}` : sql``}
    ${modelIds ? sql`and definition ->> 'modelId' = any(${modelIds}::text[])` : sql``}
    ${
      deviceId
        ? sql`and definition ->> 'modelId' = (select model_id from devices where device_id = ${deviceId})
            and (definition -> 'deviceIds' = 'null'::jsonb or definition -> 'deviceIds' ? ${deviceId})`
        : sql``
    }
    ${retired === undefined ? sql`` : sql`and retired = ${retired}`}
    ${text ? sql`and (position(${text} in rule_id) > 0 or position(${text} in definition ->> 'name') > 0)` : sql``}
    ${page.rest}`;
  return page.of(rows);
};
