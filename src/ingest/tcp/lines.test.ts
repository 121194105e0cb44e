import { describe, expect, it } from 'vitest';
import { createLines, type Line } from './lines.ts';

const setUp = () => {
  const lines = createLines();
  const held: string[] = [];
  const closed: string[] = [];
  const line = (name: string, address: string): Line => ({
    openedAt: 0,
    address,
    request: async () => true,
    isUnderWay: () => false,
    onHeld: () => void held.push(name),
    close: () => void closed.push(name),
  });
  return { lines, held, closed, line };
};

describe('who speaks for a device', () => {
  it('is the newest connection that has proved itself', () => {
    const { lines, held, line } = setUp();
    const [first, second] = [line('first', 'a'), line('second', 'b')];
    lines.open('hj212', 'air-1', first, true);
    lines.open('hj212', 'air-1', second, true);
    expect(lines.find('hj212', 'air-1')).toBe(second);
    lines.close('hj212', 'air-1', first);
    expect(lines.find('hj212', 'air-1')).toBe(second);
    expect(held).toEqual(['first', 'second']);
    lines.close('hj212', 'air-1', second);
    expect(lines.find('hj212', 'air-1')).toBeUndefined();
  });

  it('is not a later one that proved nothing, unless it comes from where the device is', () => {
    const { lines, held, line } = setUp();
    const [device, stranger, again] = [line('device', 'a'), line('stranger', 'b'), line('again', 'a')];
    lines.open('hj212', 'air-1', device, false);
    lines.open('hj212', 'air-1', stranger, false);
    expect(lines.find('hj212', 'air-1')).toBe(device);
    lines.open('hj212', 'air-1', again, false);
    expect(lines.find('hj212', 'air-1')).toBe(again);
    lines.close('hj212', 'air-1', stranger);
    expect(held).toEqual(['device', 'again']);
  });

  it('is one that is left when the other ends, first one that has proved itself', () => {
    const { lines, held, line } = setUp();
    const names = ['proved', 'unproved', 'newest'].map((name) => line(name, name));
    lines.open('sl651', 'river-1', names[0]!, true);
    lines.open('sl651', 'river-1', names[1]!, false);
    lines.open('sl651', 'river-1', names[2]!, true);
    lines.close('sl651', 'river-1', names[2]!);
    expect(lines.find('sl651', 'river-1')).toBe(names[0]);
    expect(held).toEqual(['proved', 'newest', 'proved']);
  });

  it('ends all of a device, and the oldest of too many', () => {
    const { lines, closed, line } = setUp();
    for (let n = 1; n <= 17; n += 1) lines.open('hj212', 'air-1', line(`${n}`, 'a'), true);
    expect(closed).toEqual(['1']);
    lines.open('sl651', 'air-1', line('other', 'a'), true);
    lines.endAll('air-1');
    expect(closed.length).toBe(19);
    lines.endAll('air-2');
  });
});
