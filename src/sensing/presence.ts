import type { DeviceStatus } from '../../devices/mqtt-json/index.ts';
import { accepted, type Decider } from '../decider.ts';
import type { PresenceEvent } from './events.ts';

export interface PresenceState {
  readonly presence: 'unknown' | 'online' | 'offline';
  readonly bootId: string | null;
}

export interface ReportStatus {
  readonly deviceId: string;
  readonly status: DeviceStatus;
  readonly at: string;
  readonly cause: 'will' | 'announced';
}

export const presenceStream = (deviceId: string): string => `presence-${deviceId}`;

/** Online and offline of a device. A will names the boot it belongs to: of an earlier boot, it says nothing. */
export const presenceDecider: Decider<PresenceState, ReportStatus, PresenceEvent> = {
  initialState: { presence: 'unknown', bootId: null },
  decide({ deviceId, status: { state, bootId }, at, cause }, known) {
    if (state === 'online') {
      if (known.presence === 'online' && known.bootId === bootId) return accepted();
      return accepted({ type: 'DeviceWentOnline', data: { deviceId, bootId, at } });
    }
    if (known.presence === 'offline' || (known.bootId !== null && known.bootId !== bootId)) return accepted();
    return accepted({ type: 'DeviceWentOffline', data: { deviceId, bootId, at, cause } });
  },
  evolve(_state, event) {
    const presence = event.type === 'DeviceWentOnline' ? 'online' : 'offline';
    return { presence, bootId: event.data.bootId };
  },
};
