import type { Query, Sql } from '../../../src/platform/sql.ts';
import type { Role } from '../../../src/workflows/index.ts';
import { type Page, type PageRequest, pageBy } from '../../paging.ts';
import type { ShiftHandoverRow } from './table.ts';

/** A role that somebody holds at a place. */
export interface HeldPost {
  readonly role: Role;
  readonly divisionCode: string;
  readonly departmentId: string | null;
}

const ofPosts = (sql: Sql, posts: readonly HeldPost[]): Query<unknown> =>
  posts.reduce(
    (clause, { role, divisionCode, departmentId }) =>
      sql`${clause} or (role = ${role} and starts_with(division_code, ${divisionCode})
        and department_id is not distinct from ${departmentId})`,
    sql`false`,
  );

/** Handovers of these posts, the latest first. */
export const listHandovers = async (
  sql: Sql,
  posts: readonly HeldPost[],
  filter: { readonly waiting?: boolean },
  request: PageRequest,
): Promise<Page<ShiftHandoverRow>> => {
  const page = pageBy<ShiftHandoverRow>(sql, request, { at: 'handed_at', id: 'handover_id' });
  const waiting =
    filter.waiting === undefined
      ? sql``
      : filter.waiting
        ? sql`and state = 'waiting'`
        : sql`and state <> 'waiting'`;
  return page.of(
    await sql<ShiftHandoverRow>`
      select * from shift_handovers where (${ofPosts(sql, posts)}) ${waiting} ${page.rest}`,
  );
};

export const findHandover = async (sql: Sql, handoverId: string): Promise<ShiftHandoverRow | undefined> => {
  const [row] = await sql<ShiftHandoverRow>`select * from shift_handovers where handover_id = ${handoverId}`;
  return row;
};
