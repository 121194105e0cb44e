import { accepted, type Decider, refused } from '../../commands/decider.ts';
import type { HandoverEvent, ShiftHandedOver } from './events.ts';

export type HandoverCommand =
  | { readonly type: 'HandOver'; readonly data: ShiftHandedOver['data'] }
  | { readonly type: 'TakeOver'; readonly byId: string; readonly remark: string; readonly at: string }
  | { readonly type: 'WithdrawHandover'; readonly byId: string; readonly at: string };

export interface HandoverState {
  readonly handoverId: string;
  readonly fromId: string;
  readonly stage: 'none' | 'waiting' | 'taken' | 'withdrawn';
}

export const handoverStream = (handoverId: string): string => `shift-handover-${handoverId}`;

export const HANDOVER_REFUSALS = {
  handoverUnknown: { status: 404, titleZh: '交接班记录不存在', titleEn: 'Handover not found' },
  handoverEnded: {
    status: 409,
    titleZh: '该交接班已接收或已撤回',
    titleEn: 'The handover was taken over or withdrawn',
  },
  ownHandover: {
    status: 403,
    titleZh: '不能接收自己交出的班',
    titleEn: 'Nobody takes over from themselves',
  },
  notOwnHandover: {
    status: 403,
    titleZh: '只有交班人可以撤回',
    titleEn: 'Only the person who handed over may withdraw it',
  },
} as const;

/** One handover of a shift: it waits until somebody else of the post takes it over, or whoever made it withdraws it. */
export const handoverDecider: Decider<HandoverState, HandoverCommand, HandoverEvent> = {
  initialState: { handoverId: '', fromId: '', stage: 'none' },
  decide(command, { handoverId, fromId, stage }) {
    if (command.type === 'HandOver')
      return stage === 'none'
        ? accepted({ type: 'ShiftHandedOver', data: command.data })
        : refused('alreadyExists', '交接班记录已存在');
    if (stage !== 'waiting') return refused('handoverEnded', '该交接班已接收或已撤回');
    const { byId, at } = command;
    switch (command.type) {
      case 'TakeOver':
        return byId === fromId
          ? refused('ownHandover', '不能接收自己交出的班')
          : accepted({
              type: 'ShiftTakenOver',
              data: { handoverId, byId, remark: command.remark, at },
            });
      case 'WithdrawHandover':
        return byId === fromId
          ? accepted({ type: 'ShiftHandoverWithdrawn', data: { handoverId, at } })
          : refused('notOwnHandover', '只有交班人可以撤回');
      default:
        return command satisfies never;
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'ShiftHandedOver':
        return { handoverId: event.data.handoverId, fromId: event.data.fromId, stage: 'waiting' };
      case 'ShiftTakenOver':
        return { ...state, stage: 'taken' };
      case 'ShiftHandoverWithdrawn':
        return { ...state, stage: 'withdrawn' };
      default:
        return event satisfies never;
    }
  },
};
