import { describe, expect, it } from 'vitest';
import { fold } from '../../commands/decider.ts';
import { type RejectionCommand, rejectionDecider } from './decider.ts';
import type { MessageRejected, RejectionDiscarded, RejectionReplayed } from './events.ts';

type Given = MessageRejected | RejectionReplayed | RejectionDiscarded;

const at = '2026-11-24T03:00:00.000Z';
const which = { rejectionId: 'r1', deviceId: 'air-1' };
const rejected: Given = {
  type: 'MessageRejected',
  data: {
    ...which,
    topic: 'yw/v1/air-1/telemetry',
    reason: 'schemaViolation',
    detail: 'values: is missing',
    receivedAt: at,
    size: 2,
    digest: 'd',
    payload: 'e30=',
    payloadTruncated: false,
    payloadIntact: true,
  },
};
const outcome = '{"stored":1,"duplicates":0,"rejected":0}';
const replay: RejectionCommand = { type: 'RecordReplay', outcome, at };
const discard: RejectionCommand = { type: 'DiscardRejection', reason: '测试报文', at };
const replayed: Given = { type: 'RejectionReplayed', data: { ...which, outcome, at } };
const discarded: Given = { type: 'RejectionDiscarded', data: { ...which, reason: '测试报文', at } };
const when = (given: readonly Given[], command: RejectionCommand) =>
  rejectionDecider.decide(command, fold(rejectionDecider, given));

describe('a dead letter', () => {
  it('is replayed or discarded', () => {
    expect(when([rejected], replay)).toEqual({ ok: true, events: [replayed] });
    expect(when([rejected], discard)).toEqual({ ok: true, events: [discarded] });
  });

  it('is settled once', () => {
    for (const command of [replay, discard]) {
      expect(when([rejected, replayed], command)).toMatchObject({
        refusal: { code: 'rejectionSettled', details: { state: 'replayed' } },
      });
      expect(when([rejected, discarded], command)).toMatchObject({
        refusal: { code: 'rejectionSettled', details: { state: 'discarded' } },
      });
    }
  });

  it('stays settled when the same message is refused again', () => {
    expect(when([rejected, discarded, rejected], replay)).toMatchObject({
      refusal: { code: 'rejectionSettled' },
    });
  });

  it('must exist', () => {
    expect(when([], discard)).toMatchObject({ ok: false, refusal: { code: 'notFound' } });
  });
});
