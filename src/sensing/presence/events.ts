import type { DomainEvent } from '../../event-store/event-store.ts';
import { codesOf, type Words } from '../../platform/words.ts';

/** Whether a device is online; `unknown` before its first message. */
export const PRESENCE_TABLE = {
  online: { zh: '在线', en: 'Online' },
  offline: { zh: '离线', en: 'Offline' },
  unknown: { zh: '未上线', en: 'Not seen yet' },
} as const satisfies Record<string, Words>;
export type Presence = keyof typeof PRESENCE_TABLE;
export const PRESENCES = codesOf(PRESENCE_TABLE);

/** Stream `presence-{deviceId}`. */
export type DeviceWentOnline = DomainEvent<
  'DeviceWentOnline',
  {
    readonly deviceId: string;
    readonly bootId: string;
    readonly at: string;
    /** Id of the connection that reported it, which sorts by time; null: not known. */
    readonly connection: string | null;
  }
>;

export type DeviceWentOffline = DomainEvent<
  'DeviceWentOffline',
  {
    readonly deviceId: string;
    readonly bootId: string;
    readonly at: string;
    /** `silence`: its connection ended without notice; its reports over other connections show whether it is online. */
    readonly cause: 'will' | 'announced' | 'silence';
    readonly connection: string | null;
  }
>;

export type PresenceEvent = DeviceWentOnline | DeviceWentOffline;
