import { findDispatchRules } from '../../projections/governance/dispatch-rule-list/queries.ts';
import { loadStandards } from '../../projections/governance/filing-standard-list/queries.ts';
import { listDepartments } from '../../projections/identity/department-list/queries.ts';
import type { DepartmentRow } from '../../projections/identity/department-list/table.ts';
import { readCaseTiming } from '../application/case-timing.ts';
import { createCommandHandler } from '../commands/command-handler.ts';
import type { EventStore } from '../event-store/event-store.ts';
import type { DispatchDecided } from '../governance/dispatch/events.ts';
import type { CaseReported } from '../governance/events.ts';
import {
  bodiesOf,
  type CaseCommand,
  type CaseTiming,
  candidateRows,
  caseStream,
  createCaseDecider,
  type DispatchRuleSet,
  decideAutomatic,
  dispatchDecisionStream,
  dispatchFacts,
  evaluateDispatchRules,
  type FilingStandardData,
  findRow,
  refOf,
  suggestDepartments,
} from '../governance/index.ts';
import { type Clock, isoNow } from '../platform/clock.ts';
import { derivedId } from '../platform/ids.ts';
import type { Logger } from '../platform/logger.ts';
import type { Sql } from '../platform/sql.ts';
import type { EventOf, EventType } from '../projection-engine/handlers.ts';
import type { Projection } from '../projection-engine/projection.ts';
import { AUTOMATIC_DISPATCH } from './names.ts';

const ACTOR = 'process:automatic-dispatch';
/** Sources of cases reported by machines: no others are dispatched without a person, whatever a rule says. */
const MACHINE_SOURCES: readonly string[] = ['sensorAlarm', 'videoAnalytics'];

interface Known {
  readonly rules: DispatchRuleSet;
  readonly standards: ReadonlyMap<string, FilingStandardData>;
  readonly departments: readonly DepartmentRow[];
  readonly timing: CaseTiming;
}

export interface AutomaticDispatchOptions {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Sensor and video cases go to their department without a person if the dispatch rule that fires says so. What the rules say
 * about a case is decided once, in a separate stream; accepting, filing and dispatching follow from that decision under ids
 * derived from the case, so repeating it after a crash changes nothing. If people were faster, or the case has changed since,
 * the step is refused and the case is left to them.
 */
export const createAutomaticDispatch = (options: AutomaticDispatchOptions): Projection => ({
  name: AUTOMATIC_DISPATCH.name,
  tables: [],
  handles: new Set<EventType>(['CaseReported']),
  async project(batch, sql) {
    const reported = (batch as unknown as readonly EventOf<'CaseReported'>[]).filter(({ data }) =>
      MACHINE_SOURCES.includes(data.source),
    );
    if (reported.length === 0) return;
    const rules = await findDispatchRules(sql);
    // Most rule sets dispatch nothing automatically.
    if (rules === undefined || rules.rules.every(({ outcome }) => outcome.automaticFor.length === 0)) return;
    const known = await readKnown(sql, rules, options.store);
    for (const event of reported) await onReported(options, known, event);
  },
});

const readKnown = async (sql: Sql, rules: DispatchRuleSet, store: EventStore): Promise<Known> => ({
  rules,
  standards: await loadStandards(sql),
  departments: await listDepartments(sql),
  timing: await readCaseTiming(store),
});

const decide = (known: Known, reported: CaseReported['data'], at: string): DispatchDecided['data'] => {
  const subject = { ...reported, standard: null };
  const candidates = candidateRows(known.standards, subject);
  const [only] = candidates;
  const evaluation = evaluateDispatchRules(
    known.rules.rules,
    dispatchFacts(subject, known.standards, known.timing.calendarOf(subject.divisionCode)),
  );
  return decideAutomatic({
    caseId: reported.caseId,
    source: reported.source,
    ruleSetVersion: known.rules.ruleSetVersion,
    evaluation,
    filing:
      only !== undefined && candidates.length === 1
        ? { standardId: only.standard.standardId, rowId: only.row.rowId }
        : null,
    suggestions: suggestDepartments({
      row: bodiesOf(candidates),
      divisionCode: reported.divisionCode,
      component: null,
      departments: known.departments.map(({ department_id: departmentId, division_code, name, bodies }) => ({
        departmentId,
        name,
        divisionCode: division_code,
        bodies,
      })),
    }),
    departmentExists: (id) => known.departments.some(({ department_id }) => department_id === id),
    at,
  });
};

/** The decision on a case: the one in the log, else the one made now. */
const decideOnce = async (
  { store, clock }: AutomaticDispatchOptions,
  known: Known,
  event: EventOf<'CaseReported'>,
): Promise<DispatchDecided['data']> => {
  const stream = dispatchDecisionStream(event.data.caseId);
  const readDecision = async () => {
    const [decided] = await store.readStream(stream, { limit: 1 });
    return decided?.data as DispatchDecided['data'] | undefined;
  };
  const before = await readDecision();
  if (before !== undefined) return before;
  const data = decide(known, event.data, isoNow(clock));
  const written = await store.append({
    stream,
    expected: 'none',
    events: [
      {
        id: derivedId('dispatch-decision', event.data.caseId),
        type: 'DispatchDecided',
        data,
        meta: { actor: ACTOR, causationId: event.id },
      },
    ],
  });
  // Somebody else decided in between: theirs counts.
  return written.status === 'appended' ? data : ((await readDecision()) ?? data);
};

const onReported = async (
  options: AutomaticDispatchOptions,
  known: Known,
  event: EventOf<'CaseReported'>,
): Promise<void> => {
  const decision = await decideOnce(options, known, event);
  const { automatic, caseId } = decision;
  if (automatic === null) return;
  const standard = known.standards.get(automatic.standardId);
  const row = standard && findRow(standard, automatic.rowId);
  if (standard === undefined || row === undefined) {
    return options.logger.warn({ caseId, automatic }, 'automatic dispatch: the filing standard is missing');
  }
  const { at, reason: opinion } = decision;
  const actor = { userId: ACTOR, departmentIds: [] };
  const steps: readonly CaseCommand[] = [
    { type: 'AcceptCase', opinion, actor, at },
    { type: 'FileCase', standard: refOf(standard, row), opinion, actor, at },
    { type: 'DispatchCase', departmentId: automatic.departmentId, opinion, actor, at },
  ];
  const handle = createCommandHandler(options.store);
  for (const command of steps) {
    const outcome = await handle({
      stream: caseStream(caseId),
      decider: createCaseDecider(known.timing),
      command,
      context: { actor: ACTOR, key: `${caseId} ${command.type}`, causationId: event.id },
    });
    if (outcome.ok) continue;
    return options.logger.info(
      { caseId, step: command.type, refusal: outcome.refusal.code },
      'left to people',
    );
  }
};
