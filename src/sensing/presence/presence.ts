import type { DeviceStatus } from '../../../devices/mqtt-json/index.ts';
import { accepted, type Decider } from '../../commands/decider.ts';
import type { Presence, PresenceEvent } from '../events.ts';

export interface PresenceState {
  readonly presence: Presence;
  readonly bootId: string | null;
  /** The newest connection that a status came over; null: none of those that are known by name. */
  readonly connection: string | null;
}

export interface ReportStatus {
  readonly deviceId: string;
  readonly status: DeviceStatus;
  readonly at: string;
  /** `silence`: its connection ended without a last word. */
  readonly cause: 'will' | 'announced' | 'silence';
  /** Id of the connection that says it; ids of later connections sort behind. Null: what is said again, long after. */
  readonly connection: string | null;
  /** Connections of the sender that are known to be open besides this one. */
  readonly openConnections?: readonly string[];
}

/** A device that sends nothing for so many of its report intervals, and for so many seconds, is silent. */
export const SILENT_AFTER = { intervals: 3, seconds: 300 };

export const presenceStream = (deviceId: string): string => `presence-${deviceId}`;

/**
 * Online and offline of a device follow the newest connection over which it sent a status. An older one says nothing while that
 * one counts, whatever its boot or its client id; one that never sent a status ends nothing while the other is open.
 */
export const presenceDecider: Decider<PresenceState, ReportStatus, PresenceEvent> = {
  initialState: { presence: 'unknown', bootId: null, connection: null },
  decide(command, known) {
    const { deviceId, connection, at, cause } = command;
    const { state, bootId } = command.status;
    const isSame = connection === known.connection;
    const isOlder = known.connection !== null && (connection === null || connection < known.connection);
    if (state === 'online') {
      if (known.presence === 'online' && (isOlder || (isSame && known.bootId === bootId))) return accepted();
      return accepted({ type: 'DeviceWentOnline', data: { deviceId, bootId, at, connection } });
    }
    if (known.presence === 'offline' || isOlder) return accepted();
    // Connections without a name tell themselves apart by the boot alone.
    if (isSame && connection === null && known.bootId !== null && known.bootId !== bootId) return accepted();
    if (!isSame && cause === 'silence') return accepted();
    const isOpen = known.connection !== null && command.openConnections?.includes(known.connection) === true;
    if (!isSame && cause === 'will' && isOpen) return accepted();
    return accepted({ type: 'DeviceWentOffline', data: { deviceId, bootId, at, cause, connection } });
  },
  evolve(_state, { type, data }) {
    const presence = type === 'DeviceWentOnline' ? 'online' : 'offline';
    return { presence, bootId: data.bootId, connection: data.connection };
  },
};
