import { randomBytes } from 'node:crypto';
import type { CommandContext, CommandHandler, CommandOutcome } from '../../commands/command-handler.ts';
import {
  type DeviceInSheet,
  type DeviceState,
  deviceDecider,
  deviceStream,
  hashSecret,
} from '../../sensing/index.ts';

/** Commands of an import run in groups of this many, which the store commits together. */
const AT_ONCE = 100;
const SECRET_BYTES = 32;

type Taken = Extract<CommandOutcome<DeviceState>, { ok: true }>;

export interface RegisteredFromSheet {
  /** Secret null: registered by an earlier run of the same request, which has shown it. */
  readonly registered: readonly {
    readonly deviceId: string;
    readonly name: string;
    readonly secret: string | null;
  }[];
  readonly refused: readonly { readonly deviceId: string; readonly code: string }[];
  readonly last: Taken | undefined;
}

/** Registers the devices of a sheet; one that is refused does not affect the others. With a key each device has a key of its own. */
export const registerFromSheet = async (
  handle: CommandHandler,
  secretKey: Parameters<typeof hashSecret>[0],
  devices: readonly DeviceInSheet[],
  { expectedVersion: _none, key, ...context }: CommandContext,
): Promise<RegisteredFromSheet> => {
  const registered: { deviceId: string; name: string; secret: string | null }[] = [];
  const refused: { deviceId: string; code: string }[] = [];
  let last: Taken | undefined;
  for (let from = 0; from < devices.length; from += AT_ONCE) {
    const outcomes = await Promise.all(
      devices.slice(from, from + AT_ONCE).map(async (device) => {
        const secret = randomBytes(SECRET_BYTES).toString('base64url');
        const outcome = await handle({
          stream: deviceStream(device.deviceId),
          decider: deviceDecider,
          command: {
            type: 'RegisterDevice',
            data: { ...device, secretHash: hashSecret(secretKey, secret), synthetic: false },
          },
          context: { ...context, ...(key === undefined ? {} : { key: `${key} ${device.deviceId}` }) },
        });
        return { device, secret, outcome };
      }),
    );
    for (const { device, secret, outcome } of outcomes) {
      const { deviceId, name } = device;
      if (!outcome.ok) refused.push({ deviceId, code: outcome.refusal.code });
      else {
        registered.push({ deviceId, name, secret: outcome.replayed ? null : secret });
        if (outcome.position !== undefined) last = outcome;
      }
    }
  }
  return { registered, refused, last };
};
