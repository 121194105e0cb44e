import type { DeviceStatus } from '../../../devices/mqtt-json/index.ts';
import { accepted, type Decider } from '../../commands/decider.ts';
import type { Presence, PresenceEvent } from '../events.ts';

export interface PresenceState {
  readonly presence: Presence;
  readonly bootId: string | null;
  /** The newest connection over which a status arrived; null: none that is known by id. */
  readonly connection: string | null;
}

export interface ReportStatus {
  readonly deviceId: string;
  readonly status: DeviceStatus;
  readonly at: string;
  /** `silence`: its connection ended without notice. */
  readonly cause: 'will' | 'announced' | 'silence';
  /** Id of the reporting connection; ids of later connections sort after it. Null: a replay, long afterwards. */
  readonly connection: string | null;
  /** Other connections of the sender that are known to be open. */
  readonly openConnections?: readonly string[];
}

/** A device is silent if it has sent nothing for this many of its report intervals, and for this many seconds. */
export const SILENT_AFTER = { intervals: 3, seconds: 300 };

export const presenceStream = (deviceId: string): string => `presence-${deviceId}`;

/**
 * The presence of a device follows the newest connection over which it sent a status. An older one has no effect while that
 * one counts, whatever its boot or client id; the end of one that never sent a status takes nothing offline while the other is open.
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
    // Connections without an id can only be distinguished by the boot id.
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
