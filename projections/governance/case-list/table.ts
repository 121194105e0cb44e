import { sql } from 'drizzle-orm';
import { boolean, doublePrecision, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type {
  CaseSource,
  CaseStage,
  ClockName,
  FilingStandardRef,
  Light,
  LinkKind,
} from '../../../src/governance/events.ts';
import type { CaseFlag, CaseState, CaseTransitionCommand, OpenItem } from '../../../src/governance/index.ts';
import { instant, type RowOf } from '../../../src/platform/columns.ts';
import type { Severity } from '../../../src/sensing/events.ts';

export const cases = pgTable(
  'cases',
  {
    caseId: text('case_id').primaryKey(),
    caseNumber: text('case_number').notNull(),
    source: text('source').$type<CaseSource>().notNull(),
    stage: text('stage').$type<CaseStage>().notNull(),
    description: text('description').notNull(),
    address: text('address').notNull(),
    lon: doublePrecision('lon').notNull(),
    lat: doublePrecision('lat').notNull(),
    divisionCode: text('division_code').notNull(),
    gridCode: text('grid_code'),
    matterCode: text('matter_code'),
    severity: text('severity').$type<Severity>(),
    reporterId: text('reporter_id'),
    departmentId: text('department_id'),
    handlerId: text('handler_id'),
    standard: jsonb('standard').$type<FilingStandardRef>(),
    deadline: instant('deadline'),
    overdue: boolean('overdue').notNull(),
    reworkCount: integer('rework_count').notNull(),
    alarmIds: jsonb('alarm_ids').$type<readonly string[]>().notNull(),
    openAlarmIds: jsonb('open_alarm_ids').$type<readonly string[]>().notNull(),
    deviceId: text('device_id'),
    photoCount: integer('photo_count').notNull(),
    /** Users who took part: they see the case in whatever division it is. */
    participants: text('participants').array().$type<readonly string[]>().notNull(),
    // The defaults are for rows of the previous version, until this one is built.
    coDepartmentIds: text('co_department_ids').array().$type<readonly string[]>().notNull().default([]),
    /** The clock of the stage that the case waits in, its light and deadline; null once it has ended or is set aside. */
    currentClock: text('current_clock').$type<ClockName>(),
    light: text('light').$type<Light>(),
    /** Also null while that clock is paused. */
    dueAt: instant('due_at'),
    /** How it is set aside for another case; null for one that is not. */
    setAsideAs: text('set_aside_as').$type<LinkKind>(),
    /** When something is next to be noticed; null for a case that waits for people alone. */
    nextDueAt: instant('next_due_at'),
    /** Steps that the case waits for. */
    awaits: text('awaits').array().$type<readonly CaseTransitionCommand[]>().notNull().default([]),
    /** What is open on it apart from its stage. */
    openItems: text('open_items').array().$type<readonly OpenItem[]>().notNull().default([]),
    flags: text('flags').array().$type<readonly CaseFlag[]>().notNull().default([]),
    taskExecutorId: text('task_executor_id'),
    /** What the decider knows of the case. */
    state: jsonb('state').$type<CaseState>().notNull().default(sql`'{}'`),
    reportedAt: instant('reported_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    closedAt: instant('closed_at'),
    version: integer('version').notNull(),
  },
  (table) => [
    index('cases_reported').on(table.reportedAt, table.caseId),
    index('cases_division_stage').on(table.divisionCode, table.stage, table.reportedAt),
    index('cases_stage').on(table.stage, table.reportedAt),
    index('cases_department').on(table.departmentId, table.stage),
    index('cases_number').on(table.caseNumber),
    index('cases_place').on(table.lat, table.lon),
    // What is due next: open cases that have nothing due cost nothing.
    index('cases_next_due').on(table.nextDueAt).where(sql`next_due_at is not null`),
    index('cases_due').on(sql`coalesce(due_at, 'infinity'::timestamptz)`, table.caseId),
    index('cases_deadline').on(sql`coalesce(deadline, 'infinity'::timestamptz)`, table.caseId),
    index('cases_awaits').using('gin', table.awaits),
    index('cases_marks').using('gin', table.openItems, table.flags, table.participants),
    index('cases_matter').on(table.matterCode, table.stage),
    index('cases_grid').on(table.gridCode, table.stage),
    // Each in the order in which a list shows them.
    index('cases_overdue')
      .on(sql`coalesce(due_at, 'infinity'::timestamptz)`, table.caseId)
      .where(sql`overdue`),
    index('cases_light')
      .on(table.light, sql`coalesce(due_at, 'infinity'::timestamptz)`, table.caseId)
      .where(sql`light <> 'green'`),
    index('cases_urgent')
      .on(sql`coalesce(due_at, 'infinity'::timestamptz)`, table.caseId)
      .where(sql`severity = 'red'`),
  ],
);

export type CaseRow = RowOf<typeof cases>;
