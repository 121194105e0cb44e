import { describe, expect, it } from 'vitest';
import { createDeviceConnections, type DeviceConnection } from './device-connections.ts';

const setUp = (maxPerDevice = 3) => {
  const connections = createDeviceConnections(maxPerDevice);
  const closed: string[] = [];
  let count = 0;
  const open = (deviceId: string, clientId?: string): DeviceConnection => {
    count += 1;
    const id = `c${count}`;
    const close = () => void closed.push(id);
    const connection = { id, deviceId, clientId, secretHash: 'hash', close };
    connections.add(connection);
    return connection;
  };
  return { connections, closed, open };
};

describe('connections of devices', () => {
  it('replace the one with the same device and client id, and no other', () => {
    const { connections, closed, open } = setUp();
    const first = open('air-1', 'client');
    open('air-2', 'client');
    open('air-1', 'other');
    open('air-1');
    expect(closed).toEqual([]);
    open('air-1', 'client');
    expect(closed).toEqual(['c1']);
    expect(connections.endOf(first)).toBe('replaced');
    expect(connections.size()).toBe(5);
    connections.remove(first);
    connections.remove(first);
    expect(connections.size()).toBe(4);
  });

  it('close the oldest of a device that has too many', () => {
    const { closed, open } = setUp(3);
    for (let n = 0; n < 4; n += 1) open('air-1', `random-${n}`);
    open('air-2');
    expect(closed).toEqual(['c1']);
  });

  it('hold a will back until no newer connection is open', () => {
    const { connections, open } = setUp();
    const said: string[] = [];
    const [older, newer, other] = [open('air-1', 'a'), open('air-1', 'b'), open('air-2')];
    expect(connections.holdBack(newer, () => said.push('newer'))).toBe(false);
    expect(connections.holdBack(older, () => said.push('older'))).toBe(true);
    for (const word of [...connections.remove(older), ...connections.remove(other)]) word();
    expect(said).toEqual([]);
    for (const word of connections.remove(newer)) word();
    expect(said).toEqual(['older']);
  });
});
