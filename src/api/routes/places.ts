import { z } from '@hono/zod-openapi';
import { listBoundaries, listChildDivisions } from '../../../projections/geography/division-list/queries.ts';
import { findGridsEvenRemoved, listGrids } from '../../../projections/geography/grid-list/queries.ts';
import type { GridRow } from '../../../projections/geography/grid-list/table.ts';
import { createCommandHandler, refusalBeforehand } from '../../commands/command-handler.ts';
import { unreadMessage } from '../../foreign-bytes/sheet-of.ts';
import type { AreaGeometry } from '../../geography/events.ts';
import { type GridImport, gridDecider, gridStream, placeGrids } from '../../geography/index.ts';
import { gridPolicy } from '../../identity/policy/index.ts';
import { runInTurns } from '../../platform/turns.ts';
import { holdersOf, signedIn } from '../access.ts';
import {
  boundariesAnswer,
  divisionAnswer,
  type gridFeatureAnswer,
  gridImportAnswer,
  gridsAnswer,
  locatedAnswer,
} from '../answers/places.ts';
import type { Shown } from '../answers/shown.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { COMMAND_HEADERS, check, endpoint, plainRoute, requireJsonType, wholeListOf } from '../endpoint.ts';
import { checkGrids } from '../grid-checks.ts';
import { allowedAmong, at, noteAsked, placesOf, requireAllowed } from '../policy.ts';
import { ProblemError, throwRefusal } from '../problems.ts';
import { commandContext, flagOr, pageQuery, readPage, settle } from '../request.ts';
import { answerList } from '../whole-list.ts';

const TAG = 'places';
const MOST_GRIDS = 5000;
const divisionCode = z.string().regex(/^\d{2,12}$/);

const feature = <Properties>(properties: Properties, geometry: AreaGeometry) => ({
  type: 'Feature' as const,
  properties,
  geometry,
});
export const gridFeature = (row: GridRow): Shown<typeof gridFeatureAnswer> =>
  feature(
    {
      code: row.code,
      name: row.name,
      divisionCode: row.division_code,
      workerId: row.worker_id,
      synthetic: row.synthetic,
    },
    row.geometry,
  );
const featureCollection = <Feature>(features: readonly Feature[]) => ({
  type: 'FeatureCollection' as const,
  features,
});

export const placeRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store } = deps.core;
  const handle = createCommandHandler(store);

  endpoint(app, {
    method: 'get',
    path: '/divisions',
    access: signedIn('a public list'),
    tag: TAG,
    summary: 'Divisions below a parent (default: the province)',
    query: z.object({ parent: divisionCode.default('14') }),
    answer: wholeListOf(divisionAnswer),
    async handle(context, { query }) {
      return answerList(context, await listChildDivisions(sql, query.parent));
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/divisions/boundaries',
    access: signedIn('a public list'),
    tag: TAG,
    summary: 'County boundaries as GeoJSON; `approximate` if the polygon is that of an older division',
    query: z.object({ division: divisionCode.default('14') }),
    answer: boundariesAnswer,
    async handle(_context, { query }) {
      const rows = await listBoundaries(sql, query.division);
      return featureCollection(
        rows.map(({ code, name, boundary, boundary_approximate: approximate }) =>
          feature({ code, name, approximate }, boundary),
        ),
      );
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/locate',
    access: signedIn('a public list'),
    tag: TAG,
    summary: 'County and duty grid of a point',
    query: z.object({ lon: z.coerce.number().min(-180).max(180), lat: z.coerce.number().min(-90).max(90) }),
    answer: locatedAnswer,
    handle(_context, { query }) {
      const locator = deps.reference.locator();
      return { division: locator.divisionOf(query), grid: locator.gridOf(query) };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/grids',
    access: holdersOf('grid:read'),
    tag: TAG,
    summary: 'Duty grids as GeoJSON; `nextCursor` returns the next page',
    query: z.object({
      division: divisionCode.default('14'),
      limit: z.coerce.number().int().min(1).max(MOST_GRIDS).default(MOST_GRIDS),
      cursor: pageQuery.cursor,
    }),
    answer: gridsAnswer,
    async handle(context, { query }) {
      requireAllowed(context, deps, gridPolicy, 'read', { after: at(query.division) });
      const page = await listGrids(sql, query.division, readPage(query));
      return { ...featureCollection(page.items.map(gridFeature)), nextCursor: page.nextCursor };
    },
  });

  /** Parsed in a worker; the divisions are determined here, where they are known. */
  const readGrids = async (bytes: Uint8Array): Promise<GridImport> => {
    const read = await deps.foreignBytes.parse('gridFile', bytes, { maxGrids: MOST_GRIDS });
    if (!read.ok) throw new ProblemError('invalidRequest', unreadMessage(read.reason));
    const locator = deps.reference.locator();
    const file = { grids: read.items, problems: read.result.problems };
    return runInTurns(placeGrids(file, (point) => locator.divisionOf(point)?.code ?? null));
  };

  const importQuery = z.object({ dryRun: flagOr(false) });
  const gridFile = z.looseObject({
    type: z.literal('FeatureCollection'),
    features: z.array(z.unknown()).min(1).max(MOST_GRIDS),
  });
  plainRoute(
    app,
    {
      method: 'post',
      path: '/grids/import',
      access: holdersOf('grid:manage'),
      tag: TAG,
      summary: 'Define duty grids from GeoJSON; `dryRun` only checks',
      request: {
        query: importQuery,
        headers: COMMAND_HEADERS,
        body: { required: true, content: { 'application/json': { schema: gridFile } } },
      },
      responses: {
        200: { description: 'Done', content: { 'application/json': { schema: gridImportAnswer } } },
      },
    },
    async (context) => {
      requireJsonType(context);
      const query = check(importQuery, context.req.query());
      const bytes = await context.var.body.bytes(deps.config.YIWANG_IMPORT_MAX_BYTES);
      const { grids, problems: unreadable } = await readGrids(bytes);
      const problems = [...unreadable];
      if (problems.some(({ feature }) => feature === null) || grids.length + problems.length === 0)
        throw new ProblemError('invalidRequest', problems[0]?.message ?? '文件中没有网格', { problems });
      const stand = await findGridsEvenRemoved(
        sql,
        grids.map(({ code }) => code),
      );
      const standing = new Map(stand.map((row) => [row.code, row]));
      // A file of which no grid can be read changes none: only its problems are reported.
      if (grids.length === 0) noteAsked(context);
      for (const grid of grids) {
        // A code in use elsewhere is reported as in use, and no more.
        const taken = () =>
          new ProblemError(
            'alreadyExists',
            { zh: `网格编码 ${grid.code} 已被占用`, en: `the grid code ${grid.code} is in use` },
            { gridCode: grid.code },
          );
        const before = placesOf(standing.get(grid.code));
        requireAllowed(context, deps, gridPolicy, 'manage', { before, after: at(grid.divisionCode) }, taken);
      }
      const mayName = (row: GridRow) =>
        allowedAmong(context, deps, gridPolicy, 'read', [row], (each) => at(each.division_code)).length > 0;
      const found = await checkGrids(deps, grids, mayName);
      problems.push(...found.problems);
      const { warnings } = found;
      if (problems.length > 0 && !query.dryRun) {
        throw new ProblemError(
          'invalidRequest',
          {
            zh: `${problems.length} 个网格有误，未导入`,
            en: `${problems.length} grids have errors, nothing was imported`,
          },
          { problems },
        );
      }
      if (query.dryRun) return context.json({ dryRun: true, valid: grids.length, problems, warnings });
      const command = commandContext(context, bytes.toString());
      const { expectedVersion: _ignored, key, ...rest } = command;
      const requests = grids.map((data) => ({
        stream: gridStream(data.code),
        decider: gridDecider,
        command: { type: 'DefineGrid', data } as const,
        context: { ...rest, ...(key === undefined ? {} : { key: `${key} ${data.code}` }) },
      }));
      // All are checked before the first is defined.
      for (const request of requests) {
        const refusal = await refusalBeforehand(store, request);
        if (refusal !== undefined) throwRefusal(refusal.refusal);
      }
      for (const request of requests) await settle(context, deps, await handle(request));
      return context.json({ dryRun: false, imported: grids.length, problems, warnings });
    },
  );
};
