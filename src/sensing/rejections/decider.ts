import { accepted, type Decider, type Refusal, refused } from '../../commands/decider.ts';
import type { MessageRejected, RejectionDiscarded, RejectionReplayed } from './events.ts';

export type RejectionCommand =
  /** Its message was accepted: `outcome` is the result. */
  | { readonly type: 'RecordReplay'; readonly outcome: string; readonly at: string }
  | { readonly type: 'DiscardRejection'; readonly reason: string; readonly at: string };

/** One dead letter. A stream contains all dead letters of a device: only the events of one are folded. */
export type RejectionState =
  | { readonly status: 'none' }
  | {
      readonly status: 'open' | 'replayed' | 'discarded';
      readonly rejectionId: string;
      readonly deviceId: string | null;
    };

export const REJECTION_REFUSALS = {
  rejectionSettled: {
    status: 409,
    titleZh: '异常报文已处理',
    titleEn: 'The dead letter has already been settled',
  },
} as const;

/** The refusal for a dead letter that is settled; undefined while it is open. */
export const settledAlready = (state: RejectionState): Refusal | undefined => {
  if (state.status === 'open') return undefined;
  const { refusal } =
    state.status === 'none'
      ? refused('notFound', '异常报文不存在')
      : refused('rejectionSettled', '异常报文已处理', { state: state.status });
  return refusal;
};

/** A dead letter is settled once: replayed or discarded. */
export const rejectionDecider: Decider<
  RejectionState,
  RejectionCommand,
  MessageRejected | RejectionReplayed | RejectionDiscarded
> = {
  initialState: { status: 'none' },
  decide(command, state) {
    if (state.status !== 'open') return { ok: false, refusal: settledAlready(state)! };
    const { rejectionId, deviceId } = state;
    switch (command.type) {
      case 'RecordReplay': {
        const { outcome, at } = command;
        return accepted({ type: 'RejectionReplayed', data: { rejectionId, deviceId, outcome, at } });
      }
      case 'DiscardRejection': {
        const { reason, at } = command;
        return accepted({ type: 'RejectionDiscarded', data: { rejectionId, deviceId, reason, at } });
      }
      default:
        return command satisfies never;
    }
  },
  evolve(state, event) {
    const { rejectionId, deviceId } = event.data;
    switch (event.type) {
      case 'MessageRejected':
        // The same message, refused again, is the same dead letter.
        return state.status === 'none' ? { status: 'open', rejectionId, deviceId } : state;
      case 'RejectionReplayed':
        return { status: 'replayed', rejectionId, deviceId };
      case 'RejectionDiscarded':
        return { status: 'discarded', rejectionId, deviceId };
      default:
        return event satisfies never;
    }
  },
};
