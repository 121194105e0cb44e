import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BodyLease, createBodyBudget } from './body-budget.ts';

const limits = { all: 100, perAddress: 60, perConnection: 40 };

describe('budget of bodies', () => {
  it('reports the narrowest limit that is reached, and reserves nothing then', () => {
    const budget = createBodyBudget(limits);
    const [one, two, three] = [{}, {}, {}];
    const first = budget.lease('a', one);
    expect(first.take(41)).toBe('connection');
    expect(first.take(40)).toBeUndefined();
    expect(budget.lease('a', one).take(1)).toBe('connection');
    expect(budget.lease('a', two).take(21)).toBe('address');
    expect(budget.lease('a', two).take(20)).toBeUndefined();
    expect(budget.lease('b', three).take(40)).toBeUndefined();
    expect(budget.lease('c', {}).take(1)).toBe('all');
    first.release();
    first.release();
    expect(budget.held()).toBe(60);
    expect(budget.lease('c', {}).take(40)).toBeUndefined();
  });

  it('never reserves more than its limit, and nothing once all requests have been answered', () => {
    const step = fc.record({
      address: fc.constantFrom('a', 'b'),
      connection: fc.nat(3),
      bytes: fc.nat(50),
      release: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const budget = createBodyBudget(limits);
        const connections = [{}, {}, {}, {}];
        const open: BodyLease[] = [];
        for (const { address, connection, bytes, release } of steps) {
          const lease = budget.lease(address, connections[connection]!);
          lease.take(bytes);
          open.push(lease);
          expect(budget.held()).toBeLessThanOrEqual(limits.all);
          if (release) open.shift()?.release();
        }
        for (const lease of open) lease.release();
        expect(budget.held()).toBe(0);
      }),
    );
  });
});
