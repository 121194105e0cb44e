import { verifySecret } from '../../sensing/index.ts';
import type { RefusalReason } from '../counters.ts';
import type { DeviceDirectory, DirectoryEntry } from '../device-directory.ts';
import { type ParsedTopic, parseTopic } from '../topics.ts';
import type { DeviceConnection, DeviceConnections } from './device-connections.ts';
import { BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED } from './return-codes.ts';

export interface SenderRightsOptions {
  readonly directory: DeviceDirectory;
  readonly connections: Pick<DeviceConnections, 'endOf'>;
  /** Key of the keyed hash as which device secrets are stored. */
  readonly secretKey: Buffer;
}

export type Identified =
  | { readonly ok: true; readonly device: DirectoryEntry }
  | { readonly ok: false; readonly reason: RefusalReason; readonly returnCode: number };

/** Identifies clients, and decides what each may publish. */
export const createSenderRights = ({ directory, connections, secretKey }: SenderRightsOptions) => {
  const refused = (reason: RefusalReason, returnCode: number): Identified => ({
    ok: false,
    reason,
    returnCode,
  });

  /** A device publishes as itself, and a gateway also for the devices registered behind it. */
  const mayPublishFor = (gatewayId: string, deviceId: string): boolean => {
    const device = directory.find(deviceId);
    return device !== undefined && device.gatewayId === gatewayId && device.status === 'active';
  };

  /** The topic as seen by its publisher. */
  const topicFor = (sender: string, text: string): ParsedTopic => {
    const topic = parseTopic(text);
    if (topic.kind === 'foreign' || topic.deviceId === sender || mayPublishFor(sender, topic.deviceId))
      return topic;
    return { kind: 'foreign', detail: `neither the topic of ${sender} nor of an active device behind it` };
  };

  return {
    /** By user name and password in CONNECT (MQTT 3.1.1 section 3.1.3). */
    identify(userName: string | undefined, password: Readonly<Buffer> | undefined): Identified {
      const device = userName === undefined ? undefined : directory.find(userName);
      if (device === undefined) return refused('unknownDevice', BAD_USER_NAME_OR_PASSWORD);
      if (password === undefined || !verifySecret(secretKey, password.toString(), device.secretHash))
        return refused('wrongSecret', BAD_USER_NAME_OR_PASSWORD);
      if (device.status === 'retired') return refused('retiredDevice', NOT_AUTHORIZED);
      return { ok: true, device };
    },
    topicFor,
    /** The connection was not replaced, and the device still has the secret it presented. */
    isGood(connection: DeviceConnection): boolean {
      if (connections.endOf(connection) !== undefined) return false;
      const device = directory.find(connection.deviceId);
      return device?.status === 'active' && device.secretHash === connection.secretHash;
    },
  };
};
