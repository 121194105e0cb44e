import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHj212Device } from '../../simulators/wire/hj212-device.ts';
import { createSl651Station } from '../../simulators/wire/sl651-station.ts';
import { hj212Upload } from '../../simulators/wire/standards/hj212.ts';
import { sl651LinkKeeping } from '../../simulators/wire/standards/sl651.ts';
import { PROTOCOLS, type RequestProgress, type WireRequest, type WireStandard } from './index.ts';

const START = Date.parse('2026-03-01T08:00:00+08:00');
const SPAN = { from: '2026-02-28T08:00:00+08:00', to: '2026-02-28T10:00:00+08:00' };
const STATION = '0012345678';

const KINDS: Readonly<Record<'hj212' | 'sl651', readonly (readonly [string, WireRequest['parameters']])[]>> =
  {
    hj212: [
      ['readClock', {}],
      ['setClock', {}],
      ['setInterval', { seconds: 60 }],
      ['readHourHistory', SPAN],
    ],
    sl651: [
      ['readNow', {}],
      ['readClock', {}],
      ['setClock', {}],
      ['readPeriod', { ...SPAN, element: '39', stepMinutes: 60 }],
    ],
  };

type Step =
  | { readonly kind: 'ask'; readonly which: number }
  | { readonly kind: 'pass'; readonly seconds: number }
  /** The oldest frame on its way to the device, and those that answer it, arrive or are lost. */
  | { readonly kind: 'deliver'; readonly lost: boolean; readonly answersLost: readonly boolean[] };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('ask' as const), which: fc.nat(3) }),
  fc.record({ kind: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 70 }) }),
  fc.record({
    kind: fc.constant('deliver' as const),
    lost: fc.boolean(),
    answersLost: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
  }),
);

/** Plays centre and device over a line that loses frames; then time passes until nothing waits any more. */
const play = (standard: 'hj212' | 'sl651', steps: readonly Step[]) => {
  const protocol = PROTOCOLS[standard as WireStandard];
  let nowMs = START;
  const now = () => nowMs;
  const device =
    standard === 'hj212'
      ? createHj212Device({ mn: 'MN1', now, history: () => ({ 'a34004-Avg': 30 }) })
      : createSl651Station({ station: STATION, now, values: () => ({ '39': '2.400' }) });
  const hello =
    standard === 'hj212'
      ? hj212Upload({ mn: 'MN1', atMs: nowMs, values: { 'a34004-Rtd': 1 } })
      : sl651LinkKeeping({ station: STATION, atMs: nowMs });
  let state: unknown = protocol.initialState;
  const down: Buffer[] = [];
  const progress: RequestProgress[] = [];
  const hear = (bytes: Buffer) => {
    for (const { kind, bytes: frame } of protocol.createFramer().push(bytes)) {
      const taken = kind === 'frame' ? protocol.receive(state, frame, { settings: {} }, nowMs) : undefined;
      if (taken?.ok !== true) throw new Error('the device sends what cannot be read');
      state = taken.state;
      progress.push(...(taken.progress ?? []));
    }
  };
  const pass = (seconds: number) => {
    nowMs += seconds * 1000;
    const ticked = protocol.tick(state, nowMs);
    state = ticked.state;
    down.push(...ticked.answers);
    progress.push(...ticked.progress);
  };
  hear(hello);
  const asked: string[] = [];
  for (const each of steps) {
    if (each.kind === 'pass') pass(each.seconds);
    else if (each.kind === 'ask') {
      const [kind, parameters] = KINDS[standard][each.which]!;
      const requestId = `r${asked.length}`;
      asked.push(requestId);
      const begun = protocol.request(state, { requestId, kind, parameters }, nowMs)!;
      state = begun.state;
      down.push(...begun.answers);
    } else {
      const frame = down.shift();
      const [bytes] = frame === undefined ? [] : protocol.createFramer().push(frame);
      if (bytes === undefined || each.lost) continue;
      for (const [n, answer] of device.answer(bytes.bytes).entries())
        if (each.answersLost[n] !== true) hear(answer);
    }
  }
  for (let n = 0; n < 10; n += 1) pass(70);
  return { asked, progress };
};

describe.each(['hj212', 'sl651'] as const)('requests of %s over a line that loses frames', (standard) => {
  it('end once each, after at most three attempts, and then send nothing', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { asked, progress } = play(standard, steps);
        for (const requestId of asked) {
          const own = progress.filter((each) => each.requestId === requestId);
          const ends = own.filter(({ kind }) => kind === 'ended');
          expect(ends).toHaveLength(1);
          expect(own.at(-1)).toBe(ends[0]);
          expect(own.flatMap((each) => (each.kind === 'sent' ? [each.attempt] : []))).toEqual(
            [2, 3].slice(0, own.length - 1),
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are all completed if nothing is lost', () => {
    const lossless = KINDS[standard].flatMap((_, which): Step[] => [
      { kind: 'ask', which },
      { kind: 'deliver', lost: false, answersLost: [] },
    ]);
    const { progress } = play(standard, lossless);
    expect(progress.map((each) => each.kind === 'ended' && each.end.kind)).toEqual(
      Array.from({ length: 4 }, () => 'done'),
    );
  });
});
