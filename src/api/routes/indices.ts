import { z } from '@hono/zod-openapi';
import { listIndexValues } from '../../../projections/sensing/index-history/queries.ts';
import { listStationIndices, readLatestIndices } from '../../../projections/sensing/index-latest/queries.ts';
import { findStationLines } from '../../../projections/sensing/station-lines/queries.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { stationLinesDecider, stationLinesStream } from '../../sensing/index.ts';
import { stationLinesSchema } from '../../sensing/indices/flood/station-lines.ts';
import { INDEX_KINDS } from '../../sensing/indices/kinds.ts';
import { holdersOf, signedIn } from '../access.ts';
import { listOf } from '../answers/common.ts';
import {
  definedLinesAnswer,
  deviceIndicesAnswer,
  indexTableAnswer,
  stationIndexAnswer,
  waterLinesAnswer,
} from '../answers/indices.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint, wholeListOf } from '../endpoint.ts';
import { scopesOf } from '../policy.ts';
import { presentIndexValue } from '../present.ts';
import { commandContext, pageQuery, present, readPage, setETag, settle } from '../request.ts';
import { answerList } from '../whole-list.ts';
import { allowedDevice } from './device-access.ts';

const TAG = 'indices';
const deviceParams = z.object({ deviceId: z.string().max(64) });
const period = z.enum(['hour', 'day', 'night']);
const MAX_STATIONS = 5000;

export const indexRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store } = deps.core;
  const handle = createCommandHandler(store);

  endpoint(app, {
    method: 'get',
    path: '/index-tables',
    access: signedIn('published data of the deployment'),
    tag: TAG,
    summary: 'Tables of the index standards with the dates between which they apply',
    answer: wholeListOf(indexTableAnswer),
    handle: (context) => answerList(context, deps.reference.indexTables()),
  });

  endpoint(app, {
    method: 'get',
    path: '/indices',
    access: holdersOf('device:read'),
    tag: TAG,
    summary: 'The latest index of one kind at every station',
    query: z.object({
      kind: z.enum(INDEX_KINDS).default('air'),
      period: period.default('hour'),
      division: z
        .string()
        .regex(/^\d{2,12}$/)
        .optional(),
      limit: z.coerce.number().int().min(1).max(MAX_STATIONS).default(1000),
      cursor: pageQuery.cursor,
    }),
    answer: listOf(stationIndexAnswer),
    async handle(context, { query }) {
      const scopes = scopesOf(context, deps, 'device:read');
      const filter = {
        kind: query.kind,
        period: query.period,
        ...present({ divisionPrefix: query.division }),
      };
      const page = await listStationIndices(sql, scopes, filter, readPage(query));
      const items = page.items.map((row) => ({
        ...presentIndexValue(row),
        name: row.name,
        divisionCode: row.division_code,
        location: { lon: row.lon, lat: row.lat },
      }));
      return { items, nextCursor: page.nextCursor };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/devices/{deviceId}/indices',
    access: holdersOf('device:read'),
    tag: TAG,
    summary: 'Indices of a station: the latest of each kind, and the history, latest period first',
    params: deviceParams,
    query: z.object({
      ...pageQuery,
      kind: z.enum(INDEX_KINDS).optional(),
      period: period.optional(),
      from: z.iso.datetime({ offset: true }).optional(),
      until: z.iso.datetime({ offset: true }).optional(),
    }),
    answer: deviceIndicesAnswer,
    async handle(context, { params, query }) {
      await allowedDevice(context, deps, 'read', params.deviceId);
      const { kind, period: length, from, until } = query;
      const filter = present({ kind, period: length, from, until });
      const latest = await readLatestIndices(sql, params.deviceId);
      const page = await listIndexValues(sql, params.deviceId, filter, readPage(query));
      return {
        latest: latest.map(presentIndexValue),
        items: page.items.map(presentIndexValue),
        nextCursor: page.nextCursor,
      };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/devices/{deviceId}/water-lines',
    access: holdersOf('device:read'),
    tag: TAG,
    summary: 'All versions of the warning lines of a water station',
    params: deviceParams,
    answer: wholeListOf(waterLinesAnswer),
    async handle(context, { params }) {
      await allowedDevice(context, deps, 'read', params.deviceId);
      const row = await findStationLines(sql, params.deviceId);
      setETag(context, row?.version ?? 0);
      return answerList(context, row?.versions ?? []);
    },
  });

  endpoint(app, {
    method: 'put',
    path: '/devices/{deviceId}/water-lines',
    access: holdersOf('device:manage'),
    tag: TAG,
    summary: 'Define the warning lines of a water station from a given day',
    params: deviceParams,
    body: stationLinesSchema,
    answer: definedLinesAnswer,
    async handle(context, { params, body }) {
      const { deviceId } = params;
      await allowedDevice(context, deps, 'manage', deviceId);
      const outcome = await handle({
        stream: stationLinesStream(deviceId),
        decider: stationLinesDecider,
        command: { deviceId, lines: body },
        context: commandContext(context, body),
      });
      const { versions } = await settle(context, deps, outcome);
      return { deviceId, items: versions };
    },
  });
};
