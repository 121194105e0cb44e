import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../platform/logger.ts';
import { presenceDecider, type ReportStatus } from '../../sensing/presence/presence.ts';
import type { IncomingMessage } from '../pipeline.ts';
import { createDeviceConnections, type DeviceConnection } from './device-connections.ts';
import { createPresenceAtDisconnect } from './presence-at-disconnect.ts';

const DEVICE = 'air-1';
const AT = '2026-11-28T00:00:00.000Z';

/** A device's connections as in the broker, and the resulting presence. */
const setUp = () => {
  let known = presenceDecider.initialState;
  const report = (words: Pick<ReportStatus, 'status' | 'cause' | 'connection' | 'openConnections'>): void => {
    const decision = presenceDecider.decide({ deviceId: DEVICE, at: AT, ...words }, known);
    if (!decision.ok) throw new Error('presence is never refused');
    known = decision.events.reduce(presenceDecider.evolve, known);
  };
  const connections = createDeviceConnections(4);
  const presenceAtDisconnect = createPresenceAtDisconnect({
    connections,
    logger: silentLogger,
    onWillFailed: () => undefined,
    pipeline: {
      async ingest({ payload, connection, openConnections }: IncomingMessage) {
        const status = { state: 'offline', bootId: payload.toString() } as const;
        report({ status, cause: 'will', connection: connection!, openConnections: openConnections ?? [] });
        return { stored: 1, duplicates: 0, rejected: 0 };
      },
      async recordConnection(_deviceId, _state, bootId, connection) {
        report({ status: { state: 'offline', bootId }, cause: 'silence', connection });
      },
    },
  });

  interface Sender {
    readonly connection: DeviceConnection;
    readonly bootId: string;
    readonly hasWill: boolean;
    /** The broker has closed it, but its socket has not yet reported that. */
    isClosing: boolean;
    says: 'online' | 'offline' | undefined;
  }
  const senders: Sender[] = [];
  let count = 0;

  return {
    presence: () => known.presence,
    senders: () => senders,
    connect(clientId: string | undefined, bootId: string, hasWill: boolean): void {
      count += 1;
      const sender: Sender = {
        connection: {
          id: `connection-${String(count).padStart(4, '0')}`,
          deviceId: DEVICE,
          clientId,
          secretHash: 'hash',
          close: () => {
            sender.isClosing = true;
          },
        },
        bootId,
        hasWill,
        isClosing: false,
        says: undefined,
      };
      senders.push(sender);
      connections.add(sender.connection);
    },
    say(sender: Sender, state: 'online' | 'offline'): void {
      const { connection, bootId } = sender;
      // Messages of a replaced connection are no longer accepted.
      if (sender.isClosing || connections.endOf(connection) !== undefined) return;
      presenceAtDisconnect.spoke(connection, DEVICE);
      sender.says = state;
      report({ status: { state, bootId }, cause: 'announced', connection: connection.id });
    },
    /** Its socket ends; `politely`: with DISCONNECT, which discards the will. */
    end(sender: Sender, politely: boolean): void {
      const { connection, bootId } = sender;
      senders.splice(senders.indexOf(sender), 1);
      if (sender.hasWill && (sender.isClosing || !politely)) {
        const openConnections = connections.openOf(DEVICE).map(({ id }) => id);
        const payload = Buffer.from(bootId);
        const will = { deviceId: DEVICE, topic: 'status', channel: 'status', payload } as const;
        const message = { ...will, isWill: true, connection: connection.id, openConnections };
        if (!presenceAtDisconnect.holdWill(connection, message))
          report({
            status: { state: 'offline', bootId },
            cause: 'will',
            connection: connection.id,
            openConnections: openConnections.filter((id) => id !== connection.id),
          });
      }
      presenceAtDisconnect.ended(connection);
      for (const word of connections.remove(connection)) word();
    },
  };
};

const step = fc.oneof(
  fc.record({
    kind: fc.constant('connect' as const),
    clientId: fc.constantFrom(undefined, 'one', 'two'),
    bootId: fc.constantFrom('boot-1', 'boot-2'),
    hasWill: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('say' as const),
    of: fc.nat(7),
    state: fc.constantFrom('online' as const, 'online' as const, 'offline' as const),
  }),
  fc.record({ kind: fc.constant('end' as const), of: fc.nat(7), politely: fc.boolean() }),
);

describe('presence of a device with many connections', () => {
  it('case 09 follows the newest connection that sent a status, in any order of opening, replacing, sending and ending', () => {
    let seenOnline = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
        const device = setUp();
        let newest: ReturnType<typeof device.senders>[number] | undefined;
        for (const each of steps) {
          const senders = device.senders();
          const sender = each.kind === 'connect' ? undefined : senders[each.of % senders.length];
          if (each.kind === 'connect') device.connect(each.clientId, each.bootId, each.hasWill);
          else if (sender === undefined) continue;
          else if (each.kind === 'say') device.say(sender, each.state);
          else device.end(sender, each.politely);
          for (const one of device.senders())
            if (one.says !== undefined && (newest === undefined || one.connection.id > newest.connection.id))
              newest = one;
          // Nothing else reports it gone while the newest connection that reported it online is open.
          if (newest?.says === 'online' && device.senders().includes(newest)) {
            seenOnline += 1;
            expect(device.presence()).toBe('online');
          }
        }
        while (device.senders().length > 0) device.end(device.senders()[0]!, true);
        expect(device.presence()).not.toBe('online');
      }),
      { numRuns: 3000 },
    );
    expect(seenOnline).toBeGreaterThan(1000);
  });
});
