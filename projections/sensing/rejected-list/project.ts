import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { rejectedMessages } from './table.ts';

export const rejectedListProjection = rowProjection(rejectedMessages)({
  name: 'rejected-list@3',
  keyOf: ({ data }) => ('rejectionIds' in data ? data.rejectionIds : data.rejectionId),
  on: {
    MessageRejected: (_row, { data, meta }) => ({
      rejection_id: data.rejectionId,
      device_id: data.deviceId,
      topic: data.topic,
      reason: data.reason,
      detail: data.detail,
      received_at: data.receivedAt,
      size: data.size,
      digest: data.digest,
      payload: data.payload,
      payload_truncated: data.payloadTruncated,
      payload_intact: data.payloadIntact,
      sealed_payload: meta.sealedTexts?.payload ?? null,
      state: 'open',
      outcome: null,
      settled_at: null,
    }),
    RejectionReplayed: (row, { data: { outcome, at } }) =>
      row && { ...row, state: 'replayed', outcome, settled_at: at },
    RejectionDiscarded: (row, { data: { reason, at } }) =>
      row && { ...row, state: 'discarded', outcome: reason, settled_at: at },
    RejectionsArchived: (row) => (row === undefined ? undefined : null),
  },
});
