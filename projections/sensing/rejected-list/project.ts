import { type Recorded, rowProjection } from '../../../src/projection-engine/row-projection.ts';
import type { RejectionEvent } from '../../../src/sensing/events.ts';
import { type RejectedRow, rejectedMessages } from './table.ts';

const apply = (
  row: RejectedRow | undefined,
  event: Recorded<RejectionEvent>,
): RejectedRow | undefined | null => {
  if (event.type === 'MessageRejected') {
    const { data } = event;
    return {
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
      sealed_payload: event.meta.sealedTexts?.payload ?? null,
      state: 'open',
      outcome: null,
      settled_at: null,
    };
  }
  if (row === undefined) return undefined;
  switch (event.type) {
    case 'RejectionReplayed':
      return { ...row, state: 'replayed', outcome: event.data.outcome, settled_at: event.data.at };
    case 'RejectionDiscarded':
      return { ...row, state: 'discarded', outcome: event.data.reason, settled_at: event.data.at };
    case 'RejectionsArchived':
      return null;
    default:
      return event satisfies never;
  }
};

export const rejectedListProjection = rowProjection<RejectedRow, RejectionEvent>({
  name: 'rejected-list@3',
  table: rejectedMessages,
  key: 'rejection_id',
  handles: ['MessageRejected', 'RejectionReplayed', 'RejectionDiscarded', 'RejectionsArchived'],
  keyOf: ({ data }) => ('rejectionIds' in data ? data.rejectionIds : data.rejectionId),
  apply,
});
