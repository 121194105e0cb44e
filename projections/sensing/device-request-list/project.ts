import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { deviceRequests } from './table.ts';

export const deviceRequestListProjection = rowProjection(deviceRequests)({
  name: 'device-request-list@1',
  keyOf: ({ data }) => data.requestId,
  on: {
    DeviceRequestMade: (_row, { data }) => ({
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
    }),
    DeviceRequestSent: (row, { data: { attempt, at } }) =>
      row && { ...row, status: 'sent', attempts: attempt, sent_at: at, due_at: row.give_up_at },
    DeviceRequestEnded: (row, { data: { outcome, code, result, at } }) =>
      row && { ...row, status: outcome, code, result, ended_at: at, due_at: null },
  },
});
