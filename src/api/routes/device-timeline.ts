import type { DeviceEvent } from '../../sensing/events.ts';
import { deviceStream } from '../../sensing/index.ts';
import { holdersOf } from '../access.ts';
import { deviceEventAnswer } from '../answers/devices.ts';
import type { Shown } from '../answers/shown.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint, wholeListOf } from '../endpoint.ts';
import { actorNames } from '../staff-names.ts';
import { answerList } from '../whole-list.ts';
import { allowedDevice, deviceParams } from './device-access.ts';

type Change = Shown<typeof deviceEventAnswer>['data'];

/** What of an event may be seen by whoever sees the device: no secret, no password, no key, not even their digests. */
const seenOf = (event: DeviceEvent): Change => {
  switch (event.type) {
    case 'DeviceRegistered': {
      const { name, location, divisionCode, gridCode, departmentId } = event.data;
      return { name, location, divisionCode, gridCode, departmentId };
    }
    case 'DeviceRenamed':
      return { name: event.data.name };
    case 'DeviceMoved': {
      const { location, divisionCode, gridCode } = event.data;
      return { location, divisionCode, gridCode };
    }
    case 'DeviceDepartmentChanged':
      return { departmentId: event.data.departmentId };
    case 'DeviceRetired':
      return { reason: event.data.reason };
    case 'DeviceAliasAdded':
    case 'DeviceAliasRemoved':
      return { alias: { standard: event.data.standard, id: event.data.aliasId } };
    case 'DeviceSecretRotated':
    case 'DeviceWireSettingsChanged':
      return {};
    default:
      return event satisfies never;
  }
};

/** What became of a device since it was registered. */
export const deviceTimelineRoute = (app: Api, deps: ApiDeps): void => {
  endpoint(app, {
    method: 'get',
    path: '/devices/{deviceId}/timeline',
    access: holdersOf('device:read'),
    tag: 'devices',
    summary: 'What was changed of a device, by whom and when, from the event log; nothing secret',
    params: deviceParams,
    answer: wholeListOf(deviceEventAnswer),
    async handle(context, { params: { deviceId } }) {
      await allowedDevice(context, deps, 'read', deviceId);
      const events = await deps.core.store.readStream(deviceStream(deviceId));
      const names = await actorNames(
        deps,
        events.map(({ meta }) => meta.actor),
      );
      const items = events.map((event) => ({
        type: event.type,
        at: event.recordedAt,
        actor: event.meta.actor,
        actorName: names.get(event.meta.actor) ?? null,
        data: seenOf(event as unknown as DeviceEvent),
        version: event.version,
      }));
      return answerList(context, items);
    },
  });
};
