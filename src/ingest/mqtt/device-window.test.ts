import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDeviceWindow } from './device-window.ts';

describe('the window of a device', () => {
  it('limits each device, whatever other devices do', async () => {
    const window = createDeviceWindow(2);
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const take = (deviceId: string, name: string) =>
      window.take(deviceId, () => {
        begun.push(name);
        return new Promise<void>((resolve) => ends.push(resolve));
      });
    const all = [take('a', 'a1'), take('a', 'a2'), take('a', 'a3'), take('b', 'b1')];
    expect(begun).toEqual(['a1', 'a2', 'b1']);
    ends[1]!();
    await all[1];
    await Promise.resolve();
    expect(begun).toEqual(['a1', 'a2', 'b1', 'a3']);
    for (const end of ends) end();
    await Promise.all(all);
    expect(window.size()).toBe(0);
  });

  it('keeps the order, passes on the slot of a failure, and forgets devices with nothing in flight', async () => {
    const message = fc.record({ deviceId: fc.constantFrom('a', 'b'), fails: fc.boolean(), steps: fc.nat(4) });
    await fc.assert(
      fc.asyncProperty(fc.array(message), fc.integer({ min: 1, max: 4 }), async (messages, most) => {
        const window = createDeviceWindow(most);
        const underWay = { a: 0, b: 0 };
        const begun = { a: [] as number[], b: [] as number[] };
        const outcomes = await Promise.allSettled(
          messages.map(({ deviceId, fails, steps }, n) =>
            window.take(deviceId, async () => {
              begun[deviceId].push(n);
              underWay[deviceId] += 1;
              expect(underWay[deviceId]).toBeLessThanOrEqual(most);
              for (let step = 0; step < steps; step += 1) await Promise.resolve();
              underWay[deviceId] -= 1;
              if (fails) throw new Error('not stored');
            }),
          ),
        );
        expect(outcomes.map(({ status }) => status === 'rejected')).toEqual(
          messages.map(({ fails }) => fails),
        );
        for (const numbers of [begun.a, begun.b]) expect(numbers).toEqual([...numbers].sort((x, y) => x - y));
        expect(window.size()).toBe(0);
      }),
    );
  });
});
