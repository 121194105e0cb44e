import type { CarryForward } from '../../../src/event-store/carry-forward.ts';
import type { MessageRejected } from '../../../src/sensing/events.ts';

const IDS_PER_EVENT = 2000;

/** Dead letters that are archived go from the list: all that is carried forward is which. */
export const createRejectionsCarryForward = (): CarryForward => {
  const rejectionIds: string[] = [];
  return {
    type: 'RejectionsArchived',
    from: new Set(['MessageRejected']),
    begin() {},
    add({ data }) {
      rejectionIds.push((data as MessageRejected['data']).rejectionId);
    },
    end: () =>
      Array.from({ length: Math.ceil(rejectionIds.length / IDS_PER_EVENT) }, (_, n) => ({
        rejectionIds: rejectionIds.slice(n * IDS_PER_EVENT, (n + 1) * IDS_PER_EVENT),
      })),
  };
};
