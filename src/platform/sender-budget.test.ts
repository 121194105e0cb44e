import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BURST_SECONDS, createSenderBudget, type Excess, type SenderLimits } from './sender-budget.ts';

const LIMITS: SenderLimits = {
  connectionsPerAddress: 3,
  connections: 5,
  attemptsPerSecondPerAddress: 1,
  attemptsPerSecond: 2,
  deadLettersPerHourPerAddress: 10,
  deadLettersPerHour: 15,
};

const setUp = (limits: Partial<SenderLimits> = {}) => {
  const clock = { atMs: 0, now: () => clock.atMs };
  const reported: Excess[] = [];
  const onExcess = (excess: Excess) => void reported.push(excess);
  return {
    clock,
    reported,
    budget: createSenderBudget({ limits: { ...LIMITS, ...limits }, clock, onExcess }),
  };
};

describe('budget of unauthenticated senders', () => {
  it('limits the connections per address and in total', () => {
    const { budget } = setUp();
    const places = [1, 2, 3].map(() => budget.admit('10.0.0.1'));
    expect(places.every((place) => place !== undefined)).toBe(true);
    expect(budget.admit('::ffff:10.0.0.1')).toBeUndefined();
    expect(budget.admit('10.0.0.2')).toBeDefined();
    expect(budget.admit('10.0.0.3')).toBeDefined();
    expect(budget.admit('10.0.0.4')).toBeUndefined();
    places[0]!.leave();
    places[0]!.leave();
    expect(budget.unproved()).toBe(4);
    expect(budget.admit('10.0.0.4')).toBeDefined();
    expect(budget.admit('10.0.0.5')).toBeUndefined();
  });

  it('treats an IPv6 network as one sender', () => {
    const { budget } = setUp();
    for (const host of [1, 2, 3]) expect(budget.admit(`2001:db8::${host}`)).toBeDefined();
    expect(budget.admit('2001:db8::4')).toBeUndefined();
    expect(budget.admit('2001:db8:0:1::4')).toBeDefined();
  });

  it('limits attempts, which are replenished with time', () => {
    const { budget, clock } = setUp();
    const attempt = (address: string) => {
      const place = budget.admit(address);
      place?.leave();
      return place !== undefined;
    };
    for (let n = 0; n < BURST_SECONDS; n += 1) expect(attempt('a')).toBe(true);
    expect(attempt('a')).toBe(false);
    // Attempts of one address do not reduce the budget of another.
    expect(attempt('b')).toBe(true);
    clock.atMs += 1000;
    expect(attempt('a')).toBe(true);
    expect(attempt('a')).toBe(false);
  });

  it('an address that has used up its budget takes nothing from the shared one', () => {
    const { budget } = setUp();
    for (let n = 0; n < 1000; n += 1) budget.mayStoreDeadLetter('loud');
    expect([1, 2, 3, 4, 5].map(() => budget.mayStoreDeadLetter('quiet'))).toEqual(Array(5).fill(true));
    expect(budget.mayStoreDeadLetter('third')).toBe(false);
    expect(budget.refused().deadLetters).toBe(991);
  });

  it('reports the excess at a limited rate, with its amount', () => {
    const { budget, clock, reported } = setUp();
    for (let n = 0; n < 30; n += 1) budget.mayStoreDeadLetter('10.0.0.9');
    expect(reported).toEqual([{ budget: 'deadLetters', refused: 1, address: '10.0.0.9' }]);
    clock.atMs += 60_000;
    budget.mayStoreDeadLetter('10.0.0.9');
    for (let n = 0; n < 30; n += 1) budget.mayStoreDeadLetter('10.0.0.9');
    expect(reported.length).toBe(2);
    expect(reported[1]!.refused).toBeGreaterThan(15);
  });

  it('survives a clock that goes back', () => {
    const { budget, clock, reported } = setUp();
    clock.atMs = 1e12;
    for (let n = 0; n < 30; n += 1) budget.mayStoreDeadLetter('x');
    clock.atMs = 0;
    expect(budget.mayStoreDeadLetter('x')).toBe(false);
    expect(reported.length).toBe(2);
  });

  it('bounds its memory however many addresses come', () => {
    const { budget } = setUp({ connections: 1e9, attemptsPerSecond: 1e9, deadLettersPerHour: 1e9 });
    for (let n = 0; n < 30_000; n += 1) {
      budget.admit(`host-${n}`)?.leave();
      budget.mayStoreDeadLetter(`host-${n}`);
    }
    expect(budget.size()).toBeLessThanOrEqual(40_000);
  });

  it('never lets more connections stay open than its limits, in any order', () => {
    const step = fc.record({ address: fc.constantFrom('a', 'b', 'c'), leaves: fc.nat(10) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const { budget } = setUp({ attemptsPerSecondPerAddress: 1e6, attemptsPerSecond: 1e6 });
        const open: { address: string; leave(): void }[] = [];
        for (const { address, leaves } of steps) {
          const place = budget.admit(address);
          if (place !== undefined) open.push({ address, leave: place.leave });
          const [gone] = open.splice(leaves, 1);
          gone?.leave();
          expect(budget.unproved()).toBe(open.length);
          expect(open.length).toBeLessThanOrEqual(LIMITS.connections);
          for (const each of ['a', 'b', 'c'])
            expect(open.filter((one) => one.address === each).length).toBeLessThanOrEqual(
              LIMITS.connectionsPerAddress,
            );
        }
      }),
    );
  });
});
