import type { Sql } from '../../../src/platform/sql.ts';
import { type Scope, scopeClause } from '../../scope-clause.ts';
import type { DutyRow } from './table.ts';

/** Workers on duty whose division covers the requested one. */
export const workersOnDuty = async (sql: Sql, divisionCode: string): Promise<readonly DutyRow[]> =>
  sql<DutyRow>`
    select * from duty_workers where on_duty and starts_with(${divisionCode}::text, division_code) order by worker_id`;

export const listDuty = async (sql: Sql, scopes: readonly Scope[]): Promise<readonly DutyRow[]> =>
  sql<DutyRow>`
    select * from duty_workers where on_duty and (${scopeClause(sql, scopes, { hasDepartment: false })})
    order by division_code, worker_id`;
