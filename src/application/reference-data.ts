import { divisionListProjection } from '../../projections/geography/division-list/project.ts';
import { listBoundaries, listDivisionNames } from '../../projections/geography/division-list/queries.ts';
import { gridListProjection } from '../../projections/geography/grid-list/project.ts';
import { loadGrids } from '../../projections/geography/grid-list/queries.ts';
import { caseRulesListProjection } from '../../projections/governance/case-rules-list/project.ts';
import { loadCaseRules } from '../../projections/governance/case-rules-list/queries.ts';
import { codeSetListProjection } from '../../projections/governance/code-set-list/project.ts';
import { loadCodeSets } from '../../projections/governance/code-set-list/queries.ts';
import { crosswalkListProjection } from '../../projections/governance/crosswalk-list/project.ts';
import { loadCrosswalks } from '../../projections/governance/crosswalk-list/queries.ts';
import { dispatchRuleListProjection } from '../../projections/governance/dispatch-rule-list/project.ts';
import { findDispatchRules } from '../../projections/governance/dispatch-rule-list/queries.ts';
import { duplicateRuleListProjection } from '../../projections/governance/duplicate-rule-list/project.ts';
import { findDuplicateRules } from '../../projections/governance/duplicate-rule-list/queries.ts';
import { filingStandardListProjection } from '../../projections/governance/filing-standard-list/project.ts';
import { loadStandards } from '../../projections/governance/filing-standard-list/queries.ts';
import type { FilingStandardRowModel } from '../../projections/governance/filing-standard-list/table.ts';
import { localCalendarListProjection } from '../../projections/governance/local-calendar-list/project.ts';
import { loadLocalCalendars } from '../../projections/governance/local-calendar-list/queries.ts';
import { workCalendarListProjection } from '../../projections/governance/work-calendar-list/project.ts';
import { findCalendar } from '../../projections/governance/work-calendar-list/queries.ts';
import { departmentListProjection } from '../../projections/identity/department-list/project.ts';
import { listDepartments } from '../../projections/identity/department-list/queries.ts';
import type { DepartmentRow } from '../../projections/identity/department-list/table.ts';
import { deviceModelListProjection } from '../../projections/sensing/device-model-list/project.ts';
import { loadDeviceModels } from '../../projections/sensing/device-model-list/queries.ts';
import { indexTableListProjection } from '../../projections/sensing/index-table-list/project.ts';
import { loadIndexTables } from '../../projections/sensing/index-table-list/queries.ts';
import { createLocator, interiorPoint, type Locator, type Point } from '../geography/index.ts';
import {
  CASE_RULES_ID,
  type CaseTiming,
  type CodeSetData,
  type CrosswalkData,
  createCalendars,
  type DispatchRuleSet,
  type DuplicateRules,
  limitHoursByMatter,
  type WorkCalendarData,
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
  /** Working calendar and case rules; undefined if the log has none. */
  caseTiming(): CaseTiming | undefined;
  /** The calendar of the country, from which those of the divisions are made; undefined if the log has none. */
  workCalendar(): WorkCalendarData | undefined;
  /** Latest version of each code set. */
  codeSets(): ReadonlyMap<string, CodeSetData>;
  crosswalks(): readonly CrosswalkData[];
  /** The set of dispatch rules in force. */
  dispatchRules(): DispatchRuleSet | undefined;
  duplicateRules(): DuplicateRules | undefined;
  /** Longest limit of each matter, in wall-clock hours. */
  limitHours(): ReadonlyMap<string, number>;
  /** Tables of the index standards, each in its latest version. */
  indexTables(): readonly IndexTable[];
  divisionNames(): ReadonlyMap<string, string>;
  gridNames(): ReadonlyMap<string, string>;
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
  /** Current county for abolished codes. */
  readonly successors: ReadonlyMap<string, string>;
}

export const loadReferenceData = async (options: ReferenceDataOptions): Promise<ReferenceData> => {
  const { sql, engine } = options;
  let models = new Map<string, DeviceModelPublished['data']>();
  let departments = new Map<string, DepartmentRow>();
  let standards = new Map<string, FilingStandardRowModel['definition']>();
  let caseTiming: CaseTiming | undefined;
  let workCalendar: WorkCalendarData | undefined;
  let codeSets = new Map<string, CodeSetData>();
  let crosswalks: readonly CrosswalkData[] = [];
  let dispatchRules: DispatchRuleSet | undefined;
  let limitHours: ReadonlyMap<string, number> = new Map();
  let duplicateRules: DuplicateRules | undefined;
  let indexTables: readonly IndexTable[] = [];
  let divisionNames = new Map<string, string>();
  let gridNames = new Map<string, string>();
  let gridCentres = new Map<string, Point>();
  let locator: Locator = createLocator({ boundaries: [], grids: [] });
  const modelListeners: (() => void)[] = [];

  const loadModels = async () => {
    const definitions = await loadDeviceModels(sql);
    models = new Map(definitions.map((model) => [model.modelId, model]));
    for (const listener of modelListeners) listener();
  };
  const loadDepartments = async () => {
    const rows = await listDepartments(sql);
    departments = new Map(rows.map((row) => [row.department_id, row]));
  };
  const loadFilingStandards = async () => {
    standards = await loadStandards(sql);
    limitHours = limitHoursByMatter([...standards.values()].flatMap((standard) => standard.rows));
  };
  const loadCaseTiming = async () => {
    const rules = await loadCaseRules(sql, CASE_RULES_ID);
    const calendar = await findCalendar(sql, rules[rules.length - 1]?.definition.calendarId ?? '');
    const locals = await loadLocalCalendars(sql);
    workCalendar = calendar;
    caseTiming =
      calendar &&
      caseTimingOf(
        createCalendars(calendar, locals),
        rules.map(({ definition }) => definition),
      );
  };
  const loadGeography = async () => {
    const named = await listDivisionNames(sql);
    const bounded = await listBoundaries(sql);
    const grids = await loadGrids(sql);
    gridCentres = new Map(
      grids.flatMap(({ worker_id: workerId, geometry }) =>
        workerId === null ? [] : [[workerId, interiorPoint(geometry)] as const],
      ),
    );
    divisionNames = new Map(named.map((row) => [row.code, row.name]));
    gridNames = new Map(grids.map((row) => [row.code, row.name]));
    locator = createLocator({
      boundaries: bounded.map((row) => ({
        code: row.code,
        name: row.name,
        geometry: row.boundary,
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

  /** Loads now and after every change; changes during a load are covered by one more load. */
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
  await keepLoaded([filingStandardListProjection], loadFilingStandards);
  await keepLoaded(
    [workCalendarListProjection, localCalendarListProjection, caseRulesListProjection],
    loadCaseTiming,
  );
  await keepLoaded([codeSetListProjection], async () => {
    codeSets = await loadCodeSets(sql);
  });
  await keepLoaded([crosswalkListProjection], async () => {
    crosswalks = await loadCrosswalks(sql);
  });
  await keepLoaded([dispatchRuleListProjection], async () => {
    dispatchRules = await findDispatchRules(sql);
  });
  await keepLoaded([duplicateRuleListProjection], async () => {
    duplicateRules = await findDuplicateRules(sql);
  });
  await keepLoaded([indexTableListProjection], async () => {
    indexTables = await loadIndexTables(sql);
  });
  await keepLoaded([divisionListProjection, gridListProjection], loadGeography);

  return {
    models: () => models,
    departments: () => departments,
    standards: () => standards,
    caseTiming: () => caseTiming,
    workCalendar: () => workCalendar,
    codeSets: () => codeSets,
    crosswalks: () => crosswalks,
    dispatchRules: () => dispatchRules,
    duplicateRules: () => duplicateRules,
    limitHours: () => limitHours,
    indexTables: () => indexTables,
    divisionNames: () => divisionNames,
    gridNames: () => gridNames,
    locator: () => locator,
    gridCentreOf: (workerId) => gridCentres.get(workerId),
    onModels: (listener) => modelListeners.push(listener),
  };
};
