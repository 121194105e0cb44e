import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold } from '../../commands/decider.ts';
import type { DutyEvent } from '../events.ts';
import { type Candidate, chooseExecutor, distanceMetres } from './choose-executor.ts';
import { dutyDecider } from './decider.ts';

const place = { lon: 112.56, lat: 37.86 };
const worker = (workerId: string, change: Partial<Candidate> = {}): Candidate => ({
  workerId,
  onDuty: true,
  coversPoint: false,
  position: place,
  ...change,
});
const near = { lon: 112.561, lat: 37.86 };
const far = { lon: 112.6, lat: 37.86 };

describe('the worker who is sent', () => {
  test.each<[string, Candidate[], string | undefined]>([
    ['the nearest', [worker('a', { position: far }), worker('b', { position: near })], 'b'],
    [
      'the one whose grid it is, even if further away',
      [worker('a', { position: near }), worker('b', { position: far, coversPoint: true })],
      'b',
    ],
    [
      'nobody who is off duty',
      [worker('a', { onDuty: false, coversPoint: true }), worker('b', { position: far })],
      'b',
    ],
    [
      'a known position before an unknown one',
      [worker('a', { position: null }), worker('b', { position: far })],
      'b',
    ],
    ['of two at the same place the smaller id', [worker('b'), worker('a')], 'a'],
    ['nobody, when nobody is there', [], undefined],
  ])('%s', (_rule, candidates, expected) => {
    expect(chooseExecutor(place, candidates)?.executorId).toBe(expected);
  });
  test('is never an excluded one', () => {
    expect(chooseExecutor(place, [worker('a'), worker('b', { position: far })], ['a'])).toEqual({
      executorId: 'b',
      distance: Math.round(distanceMetres(place, far)),
    });
  });
  test('is the same, whatever the order of the candidates', () => {
    const candidates = fc.uniqueArray(
      fc.record({
        workerId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        onDuty: fc.boolean(),
        coversPoint: fc.boolean(),
        position: fc.option(
          fc.record({
            lon: fc.double({ min: 111, max: 113, noNaN: true }),
            lat: fc.double({ min: 35, max: 40, noNaN: true }),
          }),
        ),
      }),
      { selector: ({ workerId }) => workerId },
    );
    fc.assert(
      fc.property(candidates, (list) => {
        expect(chooseExecutor(place, [...list].reverse())).toEqual(chooseExecutor(place, list));
      }),
    );
  });
  test('a thousandth of a degree of latitude is 111 metres', () => {
    expect(distanceMetres(place, { lon: 112.56, lat: 37.861 })).toBeCloseTo(111.2, 0);
  });
});

describe('duty', () => {
  const at = '2026-03-04T01:00:00.000Z';
  const start = { type: 'StartDuty', workerId: 'w', divisionCode: '140106', location: null, at } as const;
  const started: DutyEvent = {
    type: 'DutyStarted',
    data: { workerId: 'w', divisionCode: '140106', location: null, at },
  };
  const when = (given: readonly DutyEvent[], command: Parameters<typeof dutyDecider.decide>[0]) =>
    dutyDecider.decide(command, fold(dutyDecider, given));
  test('starts once, and then only reports positions', () => {
    expect(when([], start)).toEqual({ ok: true, events: [started] });
    expect(when([started], start)).toEqual({ ok: true, events: [] });
    expect(when([started], { ...start, location: near })).toEqual({
      ok: true,
      events: [{ type: 'DutyLocationReported', data: { workerId: 'w', location: near, at } }],
    });
  });
  test('ends once', () => {
    expect(when([started], { type: 'EndDuty', at })).toEqual({
      ok: true,
      events: [{ type: 'DutyEnded', data: { workerId: 'w', at } }],
    });
    expect(when([], { type: 'EndDuty', at })).toMatchObject({ refusal: { code: 'notOnDuty' } });
  });
});
