import type { WireSettings, WireStandard } from '../../../devices/wire/index.ts';
import type { DomainEvent } from '../../event-store/event-store.ts';
import type { Point } from '../../geography/events.ts';

/** Stream `device-{id}`. `secretHash` is a keyed hash (HMAC-SHA-256, hex) of the 256-bit secret. */
export type DeviceRegistered = DomainEvent<
  'DeviceRegistered',
  {
    readonly deviceId: string;
    readonly name: string;
    readonly modelId: string;
    readonly location: Point;
    readonly divisionCode: string;
    readonly gridCode: string | null;
    readonly departmentId: string | null;
    readonly secretHash: string;
    /** How often the device reports, in seconds. */
    readonly reportIntervalSeconds: number;
    readonly synthetic: boolean;
    /** The device that may publish for it over its own connection: an edge gateway, a data sink. */
    readonly gatewayId?: string | null;
  }
>;

export type DeviceSecretRotated = DomainEvent<
  'DeviceSecretRotated',
  { readonly deviceId: string; readonly secretHash: string }
>;

export type DeviceRetired = DomainEvent<
  'DeviceRetired',
  { readonly deviceId: string; readonly reason: string }
>;

export type DeviceRenamed = DomainEvent<
  'DeviceRenamed',
  { readonly deviceId: string; readonly name: string }
>;

/** It stands elsewhere: what it measures from now on is of that place. */
export type DeviceMoved = DomainEvent<
  'DeviceMoved',
  {
    readonly deviceId: string;
    readonly location: Point;
    readonly divisionCode: string;
    readonly gridCode: string | null;
  }
>;

/** Another department looks after it, or none does. */
export type DeviceDepartmentChanged = DomainEvent<
  'DeviceDepartmentChanged',
  { readonly deviceId: string; readonly departmentId: string | null }
>;

export type DeviceAliasAdded = DomainEvent<
  'DeviceAliasAdded',
  { readonly deviceId: string; readonly standard: WireStandard; readonly aliasId: string }
>;

export type DeviceAliasRemoved = DomainEvent<
  'DeviceAliasRemoved',
  { readonly deviceId: string; readonly standard: WireStandard; readonly aliasId: string }
>;

/** How the device speaks its standard. Replaces what was set before. */
export type DeviceWireSettingsChanged = DomainEvent<
  'DeviceWireSettingsChanged',
  {
    readonly deviceId: string;
    readonly settings: WireSettings;
    /** Keyed hash of the password in its frames; null: any is taken. */
    readonly passwordHash: string | null;
    /** SM4 key of HJ 212-2025, encrypted (AES-256-GCM, base64 of nonce, text and tag); null: none. */
    readonly sealedSm4Key: string | null;
  }
>;

/** Stream `alias-{standard}-…`: which device a MN, station or source address belongs to. One at a time. */
export type DeviceAliasReserved = DomainEvent<
  'DeviceAliasReserved',
  { readonly standard: WireStandard; readonly aliasId: string; readonly deviceId: string }
>;

export type DeviceAliasReleased = DomainEvent<
  'DeviceAliasReleased',
  { readonly standard: WireStandard; readonly aliasId: string; readonly deviceId: string }
>;

export type DeviceEvent =
  | DeviceRegistered
  | DeviceSecretRotated
  | DeviceRenamed
  | DeviceMoved
  | DeviceDepartmentChanged
  | DeviceRetired
  | DeviceAliasAdded
  | DeviceAliasRemoved
  | DeviceWireSettingsChanged;

export type AliasEvent = DeviceAliasReserved | DeviceAliasReleased;
