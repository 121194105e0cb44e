import { connect, type MqttClient } from 'mqtt';
import type { SimulatedDevice } from './config.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';

export interface DeviceClient {
  connected(): boolean;
  /** Sends until it is acknowledged, over as many connections as it takes. */
  send(topic: string, payload: Buffer, entry: LedgerEntry): void;
  /** Announces going offline, and closes the connection. */
  close(): Promise<void>;
}

interface Outgoing {
  readonly topic: string;
  readonly payload: Buffer;
  readonly entry: LedgerEntry;
}

/**
 * One device on one connection: birth and will with the same boot id, QoS 1. Messages not acknowledged when a connection
 * ended are resent on the next one by this code, oldest first, and counted: mqtt.js's own store would do so without counting.
 */
export const createDeviceClient = (
  brokerUrl: string,
  device: SimulatedDevice,
  bootId: string,
  ledger: Ledger,
): DeviceClient => {
  const statusTopic = `yw/v1/${device.deviceId}/status`;
  const status = (state: 'online' | 'offline') => JSON.stringify({ state, bootId });
  const pending = new Set<Outgoing>();
  let generation = 0;
  let closing = false;

  const client: MqttClient = connect(brokerUrl, {
    protocolVersion: 4,
    clean: true,
    clientId: device.deviceId,
    username: device.deviceId,
    password: device.secret,
    keepalive: 60,
    reconnectPeriod: 500,
    queueQoSZero: false,
    resubscribe: false,
    will: { topic: statusTopic, payload: Buffer.from(status('offline')), qos: 1, retain: true },
  });
  client.on('error', () => undefined);

  const transmit = (outgoing: Outgoing): void => {
    const sentOn = generation;
    ledger.sent(outgoing.entry);
    client.publish(outgoing.topic, outgoing.payload, { qos: 1 }, (error) => {
      // A callback of an earlier connection is ignored: the message is being resent.
      if (error || sentOn !== generation) return;
      pending.delete(outgoing);
      ledger.acknowledged(outgoing.entry);
    });
  };

  client.on('connect', () => {
    generation += 1;
    client.publish(statusTopic, status('online'), { qos: 1, retain: true });
    for (const outgoing of pending) transmit(outgoing);
  });
  client.on('close', () => {
    generation += 1;
    // Otherwise mqtt.js resends what it remembers on its own, without counting it.
    if (!closing) dropOutgoing(client);
  });

  return {
    connected: () => client.connected,
    send(topic, payload, entry) {
      const outgoing = { topic, payload, entry };
      pending.add(outgoing);
      if (client.connected) transmit(outgoing);
    },
    async close() {
      closing = true;
      if (client.connected) {
        await client
          .publishAsync(statusTopic, status('offline'), { qos: 1, retain: true })
          .catch(() => undefined);
      }
      await client.endAsync(true);
    },
  };
};

const dropOutgoing = (client: MqttClient): void => {
  for (const messageId of Object.keys(client.outgoing)) client.removeOutgoingMessage(Number(messageId));
};
