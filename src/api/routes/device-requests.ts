import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import {
  PROTOCOLS,
  type RequestKind,
  WIRE_STANDARDS,
  type WireStandard,
} from '../../../devices/wire/index.ts';
import {
  countOpenDeviceRequests,
  findDeviceRequest,
  listDeviceRequests,
} from '../../../projections/sensing/device-request-list/queries.ts';
import type { DeviceRequestRow } from '../../../projections/sensing/device-request-list/table.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import type { DirectoryWire } from '../../ingest/device-directory.ts';
import { derivedId, newId } from '../../platform/ids.ts';
import { wordsOf } from '../../platform/words.ts';
import type { DeviceRequestMade } from '../../sensing/events.ts';
import { deviceRequestDecider, deviceRequestStream } from '../../sensing/index.ts';
import { holdersOf, signedIn } from '../access.ts';
import { listOf } from '../answers/common.ts';
import { deviceRequestAnswer, deviceRequestKindAnswer } from '../answers/devices.ts';
import type { Shown } from '../answers/shown.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { endpoint, record, wholeListOf } from '../endpoint.ts';
import { ProblemError } from '../problems.ts';
import { commandContext, nowIso, pageQuery, readPage, settle } from '../request.ts';
import { answerList } from '../whole-list.ts';
import { allowedDevice, deviceParams } from './device-access.ts';

const TAG = 'devices';

const presentRequest = (row: DeviceRequestRow): Shown<typeof deviceRequestAnswer> => ({
  requestId: row.request_id,
  deviceId: row.device_id,
  standard: row.standard,
  kind: row.kind,
  parameters: row.parameters,
  status: row.status,
  madeBy: row.made_by,
  madeAt: row.made_at,
  attempts: row.attempts,
  sentAt: row.sent_at,
  endedAt: row.ended_at,
  code: row.code,
  result: row.result,
});

/** As it was made, before the read model has it. */
const presentMade = ({
  pickUpBy: _pickUpBy,
  giveUpAt: _giveUpAt,
  by,
  at,
  ...made
}: DeviceRequestMade['data']): Shown<typeof deviceRequestAnswer> => ({
  ...made,
  status: 'made',
  madeBy: by,
  madeAt: at,
  attempts: 0,
  sentAt: null,
  endedAt: null,
  code: null,
  result: null,
});

interface Chosen {
  readonly standard: WireStandard;
  readonly definition: RequestKind;
}

/** The standard of the device that knows the kind; throws when there is none, or several and none was named. */
const chooseKind = (
  wire: DirectoryWire | undefined,
  kind: string,
  wanted: WireStandard | undefined,
): Chosen => {
  const spoken = [...new Set((wire?.aliases ?? []).map(({ standard }) => standard))].filter(
    (standard) => wanted === undefined || standard === wanted,
  );
  if (spoken.length === 0)
    throw new ProblemError('deviceSpeaksNoStandard', {
      zh: `设备没有${wanted === undefined ? '' : ` ${wanted} `}协议标识`,
      en: `the device has no name in ${wanted ?? 'a wire standard'}`,
    });
  const [chosen, ...others] = spoken.flatMap((standard): Chosen[] => {
    const { requests } = PROTOCOLS[standard];
    return Object.hasOwn(requests, kind) ? [{ standard, definition: requests[kind]! }] : [];
  });
  if (chosen === undefined)
    throw new ProblemError(
      'deviceRequestKindUnknown',
      { zh: `没有请求 ${kind}`, en: `there is no request ${kind}` },
      {
        kinds: Object.fromEntries(spoken.map((each) => [each, Object.keys(PROTOCOLS[each].requests)])),
      },
    );
  if (others.length > 0)
    throw new ProblemError(
      'deviceStandardUnclear',
      { zh: '请指明协议', en: 'say in which standard' },
      { standards: spoken },
    );
  return chosen;
};

const checkParameters = ({ parameters }: RequestKind, sent: unknown): Readonly<Record<string, unknown>> => {
  const checked = parameters.safeParse(sent);
  if (checked.success) return checked.data;
  throw new ProblemError(
    'deviceRequestParametersInvalid',
    { zh: '请求参数有误', en: 'the parameters are not valid' },
    {
      errors: checked.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    },
  );
};

/** Requests of the centre to a device over its own connection: made here, sent by the process that has the connection. */
export const deviceRequestRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store } = deps.core;
  const handle = createCommandHandler(store);
  const {
    YIWANG_DEVICE_REQUESTS_MAX_OPEN: maxOpen,
    YIWANG_DEVICE_REQUEST_PICKUP_SECONDS: pickUpSeconds,
    YIWANG_DEVICE_REQUEST_MAX_SECONDS: maxSeconds,
  } = deps.config;

  const managedDevice = (context: Context<ApiEnv>, deviceId: string) =>
    allowedDevice(context, deps, 'manage', deviceId);

  endpoint(app, {
    method: 'get',
    path: '/device-request-kinds',
    access: signedIn('published data of the deployment'),
    tag: TAG,
    summary: 'What devices can be asked for, by standard, with the JSON schema of the parameters',
    answer: wholeListOf(deviceRequestKindAnswer),
    handle: (context) =>
      answerList(
        context,
        WIRE_STANDARDS.flatMap((standard) =>
          Object.entries(PROTOCOLS[standard].requests).map(([kind, definition]) => ({
            standard,
            kind,
            standardLabel: PROTOCOLS[standard].label,
            titleZh: definition.titleZh,
            titleEn: definition.titleEn,
            parameters: z.toJSONSchema(definition.parameters),
            choices: Object.entries(definition.choices ?? {}).map(([parameter, words]) => ({
              parameter,
              words: wordsOf(words),
            })),
          })),
        ),
      ),
  });

  endpoint(app, {
    method: 'post',
    path: '/devices/{deviceId}/requests',
    done: 201,
    access: holdersOf('device:manage'),
    tag: TAG,
    summary: 'Ask a connected device for something: its clock, an interval, the history of a span',
    params: deviceParams,
    body: z.object({
      kind: z.string().min(1).max(64),
      parameters: record.default({}),
      /** Needed where the device has names in several standards that know the kind. */
      standard: z.enum(WIRE_STANDARDS).optional(),
    }),
    answer: deviceRequestAnswer,
    async handle(context, { params: { deviceId }, body }) {
      const device = await managedDevice(context, deviceId);
      if (device.status === 'retired')
        throw new ProblemError('deviceRetired', {
          zh: `设备 ${deviceId} 已停用`,
          en: `the device ${deviceId} is retired`,
        });
      const { standard, definition } = chooseKind(
        deps.directory.find(deviceId)?.wire,
        body.kind,
        body.standard,
      );
      const parameters = checkParameters(definition, body.parameters);
      const command = commandContext(context, body);
      const requestId =
        command.key === undefined
          ? newId()
          : derivedId('device-request', command.actor, deviceId, command.key);
      const stream = deviceRequestStream(requestId);
      // Sent again under its key it is answered as before, whatever the device does now.
      const isRepeat = command.key !== undefined && (await store.readStream(stream, { limit: 1 })).length > 0;
      if (!isRepeat) {
        // Another process may have the connection: what was last heard of the device tells.
        if (deps.deviceConnections.find(standard, deviceId) === undefined && device.presence !== 'online')
          throw new ProblemError('deviceNotConnected', {
            zh: `设备 ${deviceId} 未连接`,
            en: `the device ${deviceId} is not connected`,
          });
        if ((await countOpenDeviceRequests(sql, deviceId)) >= maxOpen)
          throw new ProblemError(
            'deviceRequestsUnderWay',
            { zh: `设备 ${deviceId} 尚有未完成的请求`, en: `the device ${deviceId} has unfinished requests` },
            { maxOpen },
          );
      }
      const nowMs = deps.clock.now();
      const inSeconds = (seconds: number) => new Date(nowMs + seconds * 1000).toISOString();
      const made = {
        requestId,
        deviceId,
        standard,
        kind: body.kind,
        parameters,
        by: context.var.user.userId,
        at: nowIso(deps),
        pickUpBy: inSeconds(pickUpSeconds),
        giveUpAt: inSeconds(maxSeconds),
      };
      const outcome = await handle({
        stream,
        decider: deviceRequestDecider,
        command: { type: 'MakeDeviceRequest', data: made },
        context: command,
      });
      await settle(context, deps, outcome);
      context.header('location', `/api/v1/devices/${deviceId}/requests/${requestId}`);
      const row = await findDeviceRequest(sql, deviceId, requestId);
      return row === undefined ? presentMade(made) : presentRequest(row);
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/devices/{deviceId}/requests',
    access: holdersOf('device:manage'),
    tag: TAG,
    summary: 'Requests to a device, latest made first',
    params: deviceParams,
    query: z.object(pageQuery),
    answer: listOf(deviceRequestAnswer),
    async handle(context, { params: { deviceId }, query }) {
      await managedDevice(context, deviceId);
      const page = await listDeviceRequests(sql, deviceId, readPage(query));
      return { items: page.items.map(presentRequest), nextCursor: page.nextCursor };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/devices/{deviceId}/requests/{requestId}',
    access: holdersOf('device:manage'),
    tag: TAG,
    summary:
      'One request: how often it was sent, how it ended, and what the device answered besides readings',
    params: deviceParams.extend({ requestId: z.string().max(64) }),
    answer: deviceRequestAnswer,
    async handle(context, { params: { deviceId, requestId } }) {
      await managedDevice(context, deviceId);
      const row = await findDeviceRequest(sql, deviceId, requestId);
      if (row === undefined)
        throw new ProblemError('deviceRequestUnknown', {
          zh: `请求 ${requestId} 不存在`,
          en: `there is no request ${requestId}`,
        });
      return presentRequest(row);
    },
  });
};
