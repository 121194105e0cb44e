import { refused } from '../decider.ts';
import {
  type AliasCommand,
  aliasDecider,
  aliasStream,
  type DeviceAlias,
  type DeviceCommand,
  type DeviceState,
  deviceDecider,
  deviceStream,
  normalAlias,
} from '../sensing/index.ts';
import type { CommandContext, CommandHandler, CommandOutcome } from './command-handler.ts';

/**
 * Commands of a device that touch its names in the wire standards. A name is reserved in a stream of its own before the device
 * gets it, and freed after the device has lost it: two devices never hold one at once. A step in between that is lost leaves
 * a name reserved for its device; the same command again goes on from there.
 */
export interface DeviceAliases {
  /** Registers a device, with names or without. */
  register(
    command: Extract<DeviceCommand, { type: 'RegisterDevice' }>,
    context: CommandContext,
  ): Promise<CommandOutcome<DeviceState>>;
  add(deviceId: string, alias: DeviceAlias, context: CommandContext): Promise<CommandOutcome<DeviceState>>;
  remove(deviceId: string, alias: DeviceAlias, context: CommandContext): Promise<CommandOutcome<DeviceState>>;
}

export const createDeviceAliases = (handle: CommandHandler): DeviceAliases => {
  const command = (type: AliasCommand['type'], deviceId: string, alias: DeviceAlias, actor: string) =>
    handle({
      stream: aliasStream(alias.standard, alias.aliasId),
      decider: aliasDecider,
      command: { type, deviceId, ...alias },
      context: { actor },
    });

  const change = (deviceCommand: DeviceCommand, deviceId: string, context: CommandContext) =>
    handle({ stream: deviceStream(deviceId), decider: deviceDecider, command: deviceCommand, context });

  const release = async (deviceId: string, aliases: readonly DeviceAlias[], actor: string): Promise<void> => {
    for (const alias of aliases) await command('ReleaseAlias', deviceId, alias, actor);
  };

  /** Reserves all, or none. */
  const reserve = async (deviceId: string, aliases: readonly DeviceAlias[], actor: string) => {
    for (const [n, alias] of aliases.entries()) {
      const reserved = await command('ReserveAlias', deviceId, alias, actor);
      if (reserved.ok) continue;
      await release(deviceId, aliases.slice(0, n), actor);
      return reserved;
    }
    return undefined;
  };

  return {
    async register(registration, context) {
      const { deviceId } = registration.data;
      const aliases = registration.aliases ?? [];
      const taken = await reserve(deviceId, aliases, context.actor);
      if (taken !== undefined) return taken;
      const outcome = await change(registration, deviceId, context);
      // The device may be there already and hold some of them: only what it does not have is free again.
      if (!outcome.ok && outcome.refusal.code !== 'deviceExists')
        await release(deviceId, aliases, context.actor);
      return outcome;
    },
    async add(deviceId, alias, context) {
      const aliasId = normalAlias(alias.standard, alias.aliasId);
      if (aliasId === undefined) return refused('aliasInvalid', `${alias.aliasId} 不是有效的标识`);
      const normal = { standard: alias.standard, aliasId };
      const taken = await reserve(deviceId, [normal], context.actor);
      if (taken !== undefined) return taken;
      const outcome = await change({ type: 'AddDeviceAlias', deviceId, ...normal }, deviceId, context);
      const cannotHold =
        !outcome.ok && (outcome.refusal.code === 'deviceUnknown' || outcome.refusal.code === 'deviceRetired');
      if (cannotHold) await release(deviceId, [normal], context.actor);
      return outcome;
    },
    async remove(deviceId, alias, context) {
      const aliasId = normalAlias(alias.standard, alias.aliasId) ?? alias.aliasId;
      const normal = { standard: alias.standard, aliasId };
      const outcome = await change({ type: 'RemoveDeviceAlias', deviceId, ...normal }, deviceId, context);
      // Also when the device had lost it before and the release did not come that far.
      if (outcome.ok || outcome.refusal.code === 'aliasUnknown')
        await release(deviceId, [normal], context.actor);
      return outcome;
    },
  };
};
