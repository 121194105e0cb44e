import { countOpenInGrid } from '../../../projections/governance/case-list/queries.ts';
import { listActiveUsers } from '../../../projections/identity/user-list/queries.ts';
import { sizeOf } from '../../geography/index.ts';
import { can } from '../../identity/index.ts';
import { runInTurns } from '../../platform/turns.ts';
import { holdersOf } from '../access.ts';
import { gridHistoryEntryAnswer, gridInFullAnswer } from '../answers/grids.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint, wholeListOf } from '../endpoint.ts';
import { nowIso, setETag } from '../request.ts';
import { actorNames, staffNames } from '../staff-names.ts';
import { answerList } from '../whole-list.ts';
import { allowedGrid, changesOfGrid, gridParams } from './grid-access.ts';
import { gridFeature } from './places.ts';

const TAG = 'places';

/** One duty grid: who cares for it, and what became of it. */
export const gridRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql } = deps.core;

  /** The grid worker named for it first, then everybody who checks cases in its division. */
  const caretakersOf = async (divisionCode: string, workerId: string | null) => {
    const now = nowIso(deps);
    const people = (await listActiveUsers(sql)).flatMap(({ user_id: userId, assignments }) => {
      const covering = assignments.find((assignment) =>
        can({ userId, assignments: [assignment] }, 'duty:keep', { divisionCode }, now),
      );
      if (covering === undefined && userId !== workerId) return [];
      const held = covering ?? assignments[0];
      return held === undefined ? [] : [{ userId, role: held.role, divisionCode: held.divisionCode }];
    });
    const names = await staffNames(
      deps,
      people.map(({ userId }) => userId),
    );
    return people
      .map((person) => ({
        ...person,
        name: names.get(person.userId) ?? person.userId,
        assigned: person.userId === workerId,
      }))
      .sort((a, b) => Number(b.assigned) - Number(a.assigned));
  };

  endpoint(app, {
    method: 'get',
    path: '/grids/{gridCode}',
    access: holdersOf('grid:read'),
    tag: TAG,
    summary: 'One duty grid, also a retired one: its border, who cares for it, and its open cases',
    params: gridParams,
    answer: gridInFullAnswer,
    async handle(context, { params: { gridCode } }) {
      const row = await allowedGrid(context, deps, 'read', gridCode);
      const { geometry, division_code: divisionCode, worker_id: workerId, version, removed } = row;
      const [openCases, squareMetres, caretakers] = await Promise.all([
        countOpenInGrid(sql, gridCode),
        runInTurns(sizeOf(geometry)),
        caretakersOf(divisionCode, workerId),
      ]);
      setETag(context, version);
      return { grid: gridFeature(row), version, retired: removed, squareMetres, openCases, caretakers };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/grids/{gridCode}/changes',
    access: holdersOf('grid:read'),
    tag: TAG,
    summary: 'What became of a duty grid, with its border at each time, latest first',
    params: gridParams,
    answer: wholeListOf(gridHistoryEntryAnswer),
    async handle(context, { params: { gridCode } }) {
      await allowedGrid(context, deps, 'read', gridCode);
      const changes = await changesOfGrid(deps, gridCode);
      const [authors, workers] = await Promise.all([
        actorNames(
          deps,
          changes.map(({ actor }) => actor),
        ),
        staffNames(
          deps,
          changes.flatMap(({ grid }) => grid.workerId ?? []),
        ),
      ]);
      const items = changes.toReversed().map(({ actor, grid, ...change }) => ({
        ...change,
        byName: authors.get(actor) ?? null,
        name: grid.name,
        divisionCode: grid.divisionCode,
        workerId: grid.workerId,
        workerName: grid.workerId === null ? null : (workers.get(grid.workerId) ?? null),
        geometry: grid.geometry,
      }));
      return answerList(context, items);
    },
  });
};
