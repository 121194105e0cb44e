import { describe, expect, it } from 'vitest';
import { createConnectionRegistry, type DeviceConnection } from './connection-registry.ts';

const setUp = () => {
  const registry = createConnectionRegistry();
  const held: string[] = [];
  const closed: string[] = [];
  const connection = (name: string, address: string): DeviceConnection => ({
    openedAt: 0,
    address,
    request: async () => true,
    isInFlight: () => false,
    onHeld: () => void held.push(name),
    close: () => void closed.push(name),
  });
  return { registry, held, closed, connection };
};

describe('the connection of a device', () => {
  it('is the newest authenticated one', () => {
    const { registry, held, connection } = setUp();
    const [first, second] = [connection('first', 'a'), connection('second', 'b')];
    registry.open('hj212', 'air-1', first, true);
    registry.open('hj212', 'air-1', second, true);
    expect(registry.find('hj212', 'air-1')).toBe(second);
    registry.close('hj212', 'air-1', first);
    expect(registry.find('hj212', 'air-1')).toBe(second);
    expect(held).toEqual(['first', 'second']);
    registry.close('hj212', 'air-1', second);
    expect(registry.find('hj212', 'air-1')).toBeUndefined();
  });

  it('is not a later unauthenticated one, unless it comes from the same address', () => {
    const { registry, held, connection } = setUp();
    const [device, stranger, again] = [
      connection('device', 'a'),
      connection('stranger', 'b'),
      connection('again', 'a'),
    ];
    registry.open('hj212', 'air-1', device, false);
    registry.open('hj212', 'air-1', stranger, false);
    expect(registry.find('hj212', 'air-1')).toBe(device);
    registry.open('hj212', 'air-1', again, false);
    expect(registry.find('hj212', 'air-1')).toBe(again);
    registry.close('hj212', 'air-1', stranger);
    expect(held).toEqual(['device', 'again']);
  });

  it('is a remaining one when the other ends, preferably an authenticated one', () => {
    const { registry, held, connection } = setUp();
    const names = ['proved', 'unproved', 'newest'].map((name) => connection(name, name));
    registry.open('sl651', 'river-1', names[0]!, true);
    registry.open('sl651', 'river-1', names[1]!, false);
    registry.open('sl651', 'river-1', names[2]!, true);
    registry.close('sl651', 'river-1', names[2]!);
    expect(registry.find('sl651', 'river-1')).toBe(names[0]);
    expect(held).toEqual(['proved', 'newest', 'proved']);
  });

  it('ends all of a device, and the oldest of too many', () => {
    const { registry, closed, connection } = setUp();
    for (let n = 1; n <= 17; n += 1) registry.open('hj212', 'air-1', connection(`${n}`, 'a'), true);
    expect(closed).toEqual(['1']);
    registry.open('sl651', 'air-1', connection('other', 'a'), true);
    registry.endAll('air-1');
    expect(closed.length).toBe(19);
    registry.endAll('air-2');
  });
});
