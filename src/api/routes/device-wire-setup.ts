import { randomBytes } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { WIRE_STANDARDS, wireSettingsSchema } from '../../../devices/wire/index.ts';
import type { DeviceWireRow } from '../../../projections/sensing/device-wire/table.ts';
import type { Config } from '../../config.ts';
import { IV_BYTES } from '../../platform/aes-gcm.ts';
import type { Keys } from '../../platform/master-key.ts';
import { parseNetworks } from '../../platform/networks.ts';
import {
  type DeviceAlias,
  hashSecret,
  normalAlias,
  sealSm4Key,
  type WireSetup,
} from '../../sensing/index.ts';

export const aliasBody = z.object({ standard: z.enum(WIRE_STANDARDS), id: z.string().min(1).max(64) });
/** Settings that are shown, and two secrets that are not. */
export const wireBody = wireSettingsSchema.extend({
  /** As in the frames: six characters in HJ 212, four hex digits in SL 651. */
  password: z.string().min(1).max(64).optional(),
  sm4Key: z
    .string()
    .regex(/^[0-9a-fA-F]{32}$/)
    .optional(),
  sourceNetworks: wireSettingsSchema.shape.sourceNetworks.refine(
    (networks) => networks === undefined || parseNetworks(networks.join()) !== undefined,
    'is a list of networks such as 10.1.0.0/16',
  ),
});

export const toAlias = ({ standard, id }: z.infer<typeof aliasBody>): DeviceAlias => ({
  standard,
  aliasId: normalAlias(standard, id) ?? id,
});
export const fromAlias = ({ standard, aliasId }: DeviceAlias) => ({ standard, id: aliasId });

export const presentDeviceWire = (row: DeviceWireRow | undefined) =>
  row === undefined
    ? {}
    : {
        aliases: row.aliases.map(fromAlias),
        wireSettings: row.settings,
        hasPassword: row.password_hash !== null,
        hasSm4Key: row.sealed_sm4_key !== null,
      };

/** A wire setup as stored: its secrets hashed or sealed. */
export const sealWire = (
  keys: Keys,
  deviceId: string,
  { password, sm4Key, ...settings }: z.infer<typeof wireBody>,
): WireSetup => ({
  settings,
  passwordHash: password === undefined ? null : hashSecret(keys.deviceSecrets, password),
  sealedSm4Key:
    sm4Key === undefined
      ? null
      : sealSm4Key(keys.deviceWire, randomBytes(IV_BYTES), deviceId, Buffer.from(sm4Key, 'hex')),
});

/** Whether frames of a device that is named in a standard have to be proved. */
export const wireProof = (config: Config): 'optional' | 'required' =>
  config.YIWANG_WIRE_AUTHENTICATION === 'optional' ? 'optional' : 'required';
