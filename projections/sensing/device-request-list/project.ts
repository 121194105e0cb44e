import { type Recorded, rowProjection } from '../../../src/projection-engine/row-projection.ts';
import type { DeviceRequestEvent } from '../../../src/sensing/events.ts';
import { type DeviceRequestRow, deviceRequests } from './table.ts';

const apply = (
  row: DeviceRequestRow | undefined,
  event: Recorded<DeviceRequestEvent>,
): DeviceRequestRow | undefined => {
  if (event.type === 'DeviceRequestMade') {
    const { data } = event;
    return {
      request_id: data.requestId,
      device_id: data.deviceId,
      standard: data.standard,
      kind: data.kind,
      parameters: data.parameters,
      made_by: data.by,
      made_at: data.at,
      status: 'made',
      attempts: 0,
      sent_at: null,
      ended_at: null,
      code: null,
      result: null,
      give_up_at: data.giveUpAt,
      due_at: data.pickUpBy,
    };
  }
  if (row === undefined) return undefined;
  switch (event.type) {
    case 'DeviceRequestSent': {
      const { attempt, at } = event.data;
      return { ...row, status: 'sent', attempts: attempt, sent_at: at, due_at: row.give_up_at };
    }
    case 'DeviceRequestEnded': {
      const { outcome, code, result, at } = event.data;
      return { ...row, status: outcome, code, result, ended_at: at, due_at: null };
    }
    default:
      return event satisfies never;
  }
};

export const deviceRequestListProjection = rowProjection<DeviceRequestRow, DeviceRequestEvent>({
  name: 'device-request-list@1',
  table: deviceRequests,
  key: 'request_id',
  handles: ['DeviceRequestMade', 'DeviceRequestSent', 'DeviceRequestEnded'],
  keyOf: ({ data }) => data.requestId,
  apply,
});
