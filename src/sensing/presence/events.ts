import type { DomainEvent } from '../../event-store/event-store.ts';

/** Stream `presence-{deviceId}`. */
export type DeviceWentOnline = DomainEvent<
  'DeviceWentOnline',
  {
    readonly deviceId: string;
    readonly bootId: string;
    readonly at: string;
    /** Id of the connection that said it, which sorts by time; null: not known. */
    readonly connection: string | null;
  }
>;

export type DeviceWentOffline = DomainEvent<
  'DeviceWentOffline',
  {
    readonly deviceId: string;
    readonly bootId: string;
    readonly at: string;
    /** `silence`: its connection ended without a last word; what it reports over others tells whether it is there. */
    readonly cause: 'will' | 'announced' | 'silence';
    readonly connection: string | null;
  }
>;

export type PresenceEvent = DeviceWentOnline | DeviceWentOffline;
