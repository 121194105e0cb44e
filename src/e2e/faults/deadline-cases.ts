import { readCaseTiming } from '../../application/case-timing.ts';
import { openCase } from '../../application/open-case.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import type { EventStore } from '../../event-store/event-store.ts';
import { type CaseCommand, caseStream, createCaseDecider } from '../../governance/index.ts';
import { newId } from '../../platform/ids.ts';
import type { Sql } from '../../platform/sql.ts';
import { LOCATION } from './fleet.ts';
import { until } from './until.ts';

/** Cases that are handled with a deadline, which passes in the middle of the faults. */
export interface DeadlineCases {
  /** A case whose deadline passes after this many ms. */
  dispatch(store: EventStore, inMs: number): Promise<void>;
  /** Waits until every deadline has passed and was noticed. */
  allNoticed(sql: Sql): Promise<void>;
  /** How often each passed deadline is in the log. */
  timesNoticed(sql: Sql): Promise<readonly number[]>;
}

const STANDARD = {
  standardId: 'sensing',
  standardVersion: 1,
  rowId: 'event-S1-01-1',
  matterName: 'PM2.5',
  filingCondition: '超标',
  closingCondition: '恢复',
  limitUnit: 'urgentHour',
} as const;

export const createDeadlineCases = (): DeadlineCases => {
  const caseIds: string[] = [];

  const timesNoticed = async (sql: Sql): Promise<readonly number[]> => {
    const rows = await sql<{ stream: string; times: number }>`
      select stream, count(*)::int as times from events where type = 'CaseHandlingOverdue' group by stream`;
    const times = new Map(rows.map((row) => [row.stream, row.times]));
    return caseIds.map((caseId) => times.get(caseStream(caseId)) ?? 0);
  };

  return {
    async dispatch(store, inMs) {
      const handle = createCommandHandler(store);
      const timing = await readCaseTiming(store);
      const caseId = newId();
      const at = new Date().toISOString();
      const actor = { userId: 'fault-tester', departmentIds: [] };
      const opened = await openCase(
        store,
        handle,
        timing,
        {
          caseId,
          source: 'gridWorker',
          reporterId: null,
          petitioner: null,
          description: '限期处置',
          location: { ...LOCATION, address: '迎泽大街' },
          divisionCode: '140106',
          gridCode: null,
          matterCode: 'event-S1-01',
          severity: null,
          photos: [],
          alarm: null,
          at,
        },
        { actor: 'system' },
      );
      if (!opened.ok) throw new Error(opened.refusal.message);
      const opinion = '同意';
      const standard = { ...STANDARD, limit: inMs / 3_600_000 };
      const commands: readonly CaseCommand[] = [
        { type: 'AcceptCase', opinion, actor, at },
        { type: 'FileCase', standard, opinion, actor, at },
        { type: 'DispatchCase', departmentId: 'urban', opinion, actor, at },
      ];
      for (const command of commands) {
        const outcome = await handle({
          stream: caseStream(caseId),
          decider: createCaseDecider(timing),
          command,
          context: { actor: 'system' },
        });
        if (!outcome.ok) throw new Error(outcome.refusal.message);
      }
      caseIds.push(caseId);
    },
    allNoticed: (sql) =>
      until('every passed deadline is noticed', async () =>
        (await timesNoticed(sql)).every((times) => times >= 1),
      ),
    timesNoticed,
  };
};
