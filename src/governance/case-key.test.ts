import { expect, test } from 'vitest';
import { type Decision, fold } from '../commands/decider.ts';
import { type CaseKeyCommand, type CaseKeyEvent, caseKeyDecider, caseKeyStream } from './case-key.ts';

const caseKey = 'camera-1 manhole';
const reserved: CaseKeyEvent = { type: 'CaseKeyReserved', data: { caseKey, caseId: 'c-1', alarmId: 'a-1' } };
const joined: CaseKeyEvent = { type: 'CaseKeyJoined', data: { caseKey, caseId: 'c-1', alarmId: 'a-2' } };
const released: CaseKeyEvent = { type: 'CaseKeyReleased', data: { caseKey, caseId: 'c-1' } };

const when = (given: readonly CaseKeyEvent[], command: CaseKeyCommand): Decision<CaseKeyEvent> =>
  caseKeyDecider.decide(command, fold(caseKeyDecider, given));
const reserve = (caseId: string, alarmId: string): CaseKeyCommand => ({
  type: 'ReserveCaseKey',
  caseKey,
  caseId,
  alarmId,
});
const join = (caseId: string, alarmId: string): CaseKeyCommand => ({
  type: 'JoinCaseKey',
  caseKey,
  caseId,
  alarmId,
});
const release = (caseId: string): CaseKeyCommand => ({ type: 'ReleaseCaseKey', caseKey, caseId });

test('a free key is reserved, once however often it is requested', () => {
  expect(when([], reserve('c-1', 'a-1'))).toEqual({ ok: true, events: [reserved] });
  expect(when([reserved], reserve('c-1', 'a-1'))).toEqual({ ok: true, events: [] });
});

test('a key that is taken is refused, with its case', () => {
  expect(when([reserved], reserve('c-2', 'a-2'))).toMatchObject({
    ok: false,
    refusal: { code: 'caseKeyHeld', details: { caseId: 'c-1' } },
  });
});

test('a further alarm joins only the case that has the key', () => {
  expect(when([reserved], join('c-1', 'a-2'))).toEqual({ ok: true, events: [joined] });
  expect(when([reserved, joined], join('c-1', 'a-2'))).toEqual({ ok: true, events: [] });
  expect(when([reserved], join('c-2', 'a-2'))).toMatchObject({ refusal: { code: 'caseKeyNotHeld' } });
  expect(when([], join('c-1', 'a-2'))).toMatchObject({ refusal: { code: 'caseKeyNotHeld' } });
});

test('the end of the case that has the key frees it; the end of another case does not', () => {
  expect(when([reserved], release('c-1'))).toEqual({ ok: true, events: [released] });
  expect(when([reserved], release('c-2'))).toEqual({ ok: true, events: [] });
  expect(when([reserved, released], release('c-1'))).toEqual({ ok: true, events: [] });
  expect(when([reserved, released], reserve('c-2', 'a-3'))).toMatchObject({
    ok: true,
    events: [{ type: 'CaseKeyReserved', data: { caseId: 'c-2' } }],
  });
});

test('an alarm that comes again after its case has ended opens no second case', () => {
  const ended = [reserved, joined, released];
  expect(when(ended, reserve('c-1', 'a-1'))).toEqual({ ok: true, events: [] });
  expect(when(ended, reserve('c-2', 'a-2'))).toMatchObject({
    refusal: { code: 'alarmHasCase', details: { caseId: 'c-1' } },
  });
});

test('a key has one stream, whatever it contains', () => {
  expect(caseKeyStream('电站/1 #2')).toMatch(/^case-key-[0-9a-f-]{36}$/);
  expect(caseKeyStream('电站/1 #2')).toBe(caseKeyStream('电站/1 #2'));
  expect(caseKeyStream('电站/1 #2')).not.toBe(caseKeyStream('电站/1 #3'));
});
