import { divisionListProjection } from '../../projections/geography/division-list/project.ts';
import type { DivisionRow } from '../../projections/geography/division-list/table.ts';
import { gridListProjection } from '../../projections/geography/grid-list/project.ts';
import type { GridRow } from '../../projections/geography/grid-list/table.ts';
import { caseRulesListProjection } from '../../projections/governance/case-rules-list/project.ts';
import type { CaseRulesRow } from '../../projections/governance/case-rules-list/table.ts';
import { codeSetListProjection } from '../../projections/governance/code-set-list/project.ts';
import type { CodeSetRow } from '../../projections/governance/code-set-list/table.ts';
import { crosswalkListProjection } from '../../projections/governance/crosswalk-list/project.ts';
import type { CrosswalkRow } from '../../projections/governance/crosswalk-list/table.ts';
import { dispatchRuleListProjection } from '../../projections/governance/dispatch-rule-list/project.ts';
import type { DispatchRuleSetRow } from '../../projections/governance/dispatch-rule-list/table.ts';
import { duplicateRuleListProjection } from '../../projections/governance/duplicate-rule-list/project.ts';
import type { DuplicateRulesRow } from '../../projections/governance/duplicate-rule-list/table.ts';
import { filingStandardListProjection } from '../../projections/governance/filing-standard-list/project.ts';
import type { FilingStandardRowModel } from '../../projections/governance/filing-standard-list/table.ts';
import { workCalendarListProjection } from '../../projections/governance/work-calendar-list/project.ts';
import type { WorkCalendarRow } from '../../projections/governance/work-calendar-list/table.ts';
import { departmentListProjection } from '../../projections/identity/department-list/project.ts';
import type { DepartmentRow } from '../../projections/identity/department-list/table.ts';
import { deviceModelListProjection } from '../../projections/sensing/device-model-list/project.ts';
import type { DeviceModelRow } from '../../projections/sensing/device-model-list/table.ts';
import { indexTableListProjection } from '../../projections/sensing/index-table-list/project.ts';
import type { IndexTableRow } from '../../projections/sensing/index-table-list/table.ts';
import { createLocator, interiorPoint, type Locator, type Point } from '../geography/index.ts';
import {
  CASE_RULES_ID,
  type CaseTiming,
  type CodeSetData,
  type CrosswalkData,
  type DispatchRuleSet,
  type DuplicateRules,
  limitHoursByMatter,
  prepareCalendar,
} from '../governance/index.ts';
import type { Logger } from '../platform/logger.ts';
import type { Sql } from '../platform/sql.ts';
import type { ProjectionEngine, ProjectionName } from '../projection-engine/engine.ts';
import type { DeviceModelPublished } from '../sensing/events.ts';
import type { IndexTable } from '../sensing/indices/tables.ts';
import { caseTimingOf } from './case-timing.ts';

/** Small, slow-changing read models that every request needs, held in memory. */
export interface ReferenceData {
  models(): ReadonlyMap<string, DeviceModelPublished['data']>;
  departments(): ReadonlyMap<string, DepartmentRow>;
  /** Latest version of each filing standard. */
  standards(): ReadonlyMap<string, FilingStandardRowModel['definition']>;
  /** Calendar and rules of cases; undefined where the log has none. */
  caseTiming(): CaseTiming | undefined;
  /** Latest version of each code set. */
  codeSets(): ReadonlyMap<string, CodeSetData>;
  crosswalks(): readonly CrosswalkData[];
  /** The set of dispatch rules that counts now. */
  dispatchRules(): DispatchRuleSet | undefined;
  duplicateRules(): DuplicateRules | undefined;
  /** Longest limit of each matter, hours on the wall clock. */
  limitHours(): ReadonlyMap<string, number>;
  /** Tables of the index standards, each in its latest version. */
  indexTables(): readonly IndexTable[];
  divisionNames(): ReadonlyMap<string, string>;
  locator(): Locator;
  /** A point within the duty grid of a grid worker; undefined for a worker without one. */
  gridCentreOf(workerId: string): Point | undefined;
  /** Calls back after models changed. */
  onModels(listener: () => void): void;
}

export interface ReferenceDataOptions {
  readonly sql: Sql;
  readonly engine: ProjectionEngine;
  readonly logger: Logger;
  /** Today's county for abolished codes. */
  readonly successors: ReadonlyMap<string, string>;
}

export const loadReferenceData = async (options: ReferenceDataOptions): Promise<ReferenceData> => {
  const { sql, engine } = options;
  let models = new Map<string, DeviceModelPublished['data']>();
  let departments = new Map<string, DepartmentRow>();
  let standards = new Map<string, FilingStandardRowModel['definition']>();
  let caseTiming: CaseTiming | undefined;
  let codeSets = new Map<string, CodeSetData>();
  let crosswalks: readonly CrosswalkData[] = [];
  let dispatchRules: DispatchRuleSet | undefined;
  let limitHours: ReadonlyMap<string, number> = new Map();
  let duplicateRules: DuplicateRules | undefined;
  let indexTables: readonly IndexTable[] = [];
  let divisionNames = new Map<string, string>();
  let gridCentres = new Map<string, Point>();
  let locator: Locator = createLocator({ boundaries: [], grids: [] });
  const modelListeners: (() => void)[] = [];

  const loadModels = async () => {
    const rows = await sql<DeviceModelRow>`select * from device_models`;
    models = new Map(rows.map((row) => [row.model_id, row.definition]));
    for (const listener of modelListeners) listener();
  };
  const loadDepartments = async () => {
    const rows = await sql<DepartmentRow>`select * from departments`;
    departments = new Map(rows.map((row) => [row.department_id, row]));
  };
  const loadStandards = async () => {
    const rows =
      await sql<FilingStandardRowModel>`select * from filing_standards order by standard_id, version`;
    standards = new Map(rows.map((row) => [row.standard_id, row.definition]));
    limitHours = limitHoursByMatter([...standards.values()].flatMap((standard) => standard.rows));
  };
  const loadCaseTiming = async () => {
    const rules = await sql<CaseRulesRow>`
      select * from case_rules where rules_id = ${CASE_RULES_ID} order by version`;
    const calendarId = rules[rules.length - 1]?.definition.calendarId ?? '';
    const [calendar] =
      await sql<WorkCalendarRow>`select * from work_calendars where calendar_id = ${calendarId}`;
    caseTiming =
      calendar &&
      caseTimingOf(
        prepareCalendar(calendar.definition),
        rules.map(({ definition }) => definition),
      );
  };
  const loadCodeSets = async () => {
    const rows = await sql<CodeSetRow>`select * from code_sets order by code_set_id, version`;
    codeSets = new Map(rows.map((row) => [row.code_set_id, row.definition]));
  };
  const loadCrosswalks = async () => {
    const rows = await sql<CrosswalkRow>`select * from crosswalks order by crosswalk_id`;
    crosswalks = rows.map((row) => row.definition);
  };
  const loadDispatchRules = async () => {
    const [row] =
      await sql<DispatchRuleSetRow>`select * from dispatch_rule_sets order by version desc limit 1`;
    dispatchRules = row?.definition;
  };
  const loadDuplicateRules = async () => {
    const [row] = await sql<DuplicateRulesRow>`select * from duplicate_rules order by rules_id limit 1`;
    duplicateRules = row?.definition;
  };
  const loadIndexTables = async () => {
    const rows = await sql<IndexTableRow>`select * from index_tables order by table_id`;
    indexTables = rows.map((row) => row.definition);
  };
  const loadGeography = async () => {
    const named = await sql<{
      code: string;
      name: string;
    }>`select code, name from divisions where level is not null`;
    const bounded = await sql<DivisionRow>`select * from divisions where boundary is not null`;
    const grids = await sql<GridRow>`select * from grids where not removed`;
    gridCentres = new Map(
      grids.flatMap(({ worker_id: workerId, geometry }) =>
        workerId === null ? [] : [[workerId, interiorPoint(geometry)] as const],
      ),
    );
    divisionNames = new Map(named.map((row) => [row.code, row.name]));
    locator = createLocator({
      boundaries: bounded.map((row) => ({
        code: row.code,
        name: row.name,
        geometry: row.boundary!,
        approximate: row.boundary_approximate,
      })),
      grids: grids.map((row) => ({
        code: row.code,
        name: row.name,
        divisionCode: row.division_code,
        workerId: row.worker_id,
        geometry: row.geometry,
      })),
      successors: options.successors,
      names: divisionNames,
    });
  };

  /** Loads now and after every change; changes that come while it loads are covered by one more load. */
  const keepLoaded = async (
    projections: readonly ProjectionName[],
    load: () => Promise<void>,
  ): Promise<void> => {
    let loading = false;
    let again = false;
    const reload = async () => {
      again = true;
      if (loading) return;
      loading = true;
      while (again) {
        again = false;
        await load().catch((err: unknown) =>
          options.logger.warn(
            { err, projections: projections.map(({ name }) => name) },
            'reference data not loaded',
          ),
        );
      }
      loading = false;
    };
    for (const projection of projections) engine.onApplied(projection, reload);
    await load();
  };

  await keepLoaded([deviceModelListProjection], loadModels);
  await keepLoaded([departmentListProjection], loadDepartments);
  await keepLoaded([filingStandardListProjection], loadStandards);
  await keepLoaded([workCalendarListProjection, caseRulesListProjection], loadCaseTiming);
  await keepLoaded([codeSetListProjection], loadCodeSets);
  await keepLoaded([crosswalkListProjection], loadCrosswalks);
  await keepLoaded([dispatchRuleListProjection], loadDispatchRules);
  await keepLoaded([duplicateRuleListProjection], loadDuplicateRules);
  await keepLoaded([indexTableListProjection], loadIndexTables);
  await keepLoaded([divisionListProjection, gridListProjection], loadGeography);

  return {
    models: () => models,
    departments: () => departments,
    standards: () => standards,
    caseTiming: () => caseTiming,
    codeSets: () => codeSets,
    crosswalks: () => crosswalks,
    dispatchRules: () => dispatchRules,
    duplicateRules: () => duplicateRules,
    limitHours: () => limitHours,
    indexTables: () => indexTables,
    divisionNames: () => divisionNames,
    locator: () => locator,
    gridCentreOf: (workerId) => gridCentres.get(workerId),
    onModels: (listener) => modelListeners.push(listener),
  };
};
