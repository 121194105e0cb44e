import { refused } from '../decider.ts';
import type { EventStore } from '../event-store/event-store.ts';
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
import { readPast } from './stream-memory.ts';

/**
 * Commands of a device that touch its names in the wire standards. A name is reserved in a stream of its own before the device
 * gets it, and freed after the device has lost it: two devices never hold one at once. A step in between that is lost leaves
 * a name reserved for its device; the same command again goes on from there. What the device refuses reserves nothing.
 */
export interface DeviceAliases {
  /** Registers a device, with names or without. */
  register(
    command: Extract<DeviceCommand, { type: 'RegisterDevice' }>,
    context: CommandContext,
  ): Promise<CommandOutcome<DeviceState>>;
  add(
    command: Omit<Extract<DeviceCommand, { type: 'AddDeviceAlias' }>, 'type'>,
    context: CommandContext,
  ): Promise<CommandOutcome<DeviceState>>;
  remove(deviceId: string, alias: DeviceAlias, context: CommandContext): Promise<CommandOutcome<DeviceState>>;
}

export const createDeviceAliases = (handle: CommandHandler, store: EventStore): DeviceAliases => {
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

  const readDevice = async (deviceId: string): Promise<DeviceState> =>
    (await readPast(store, deviceStream(deviceId), deviceDecider)).state;

  /** Whether the device would not take it, as it stands: then no name is touched for it. A repeat is answered as before. */
  const isRefused = async (deviceCommand: DeviceCommand, deviceId: string): Promise<boolean> =>
    !deviceDecider.decide(deviceCommand, await readDevice(deviceId)).ok;

  /** Frees the names that the device does not hold after all. */
  const releaseUnheld = async (deviceId: string, aliases: readonly DeviceAlias[], actor: string) => {
    const held = (await readDevice(deviceId)).aliases;
    const isHeld = ({ standard, aliasId }: DeviceAlias): boolean =>
      held.some((each) => each.standard === standard && each.aliasId === aliasId);
    await release(
      deviceId,
      aliases.filter((alias) => !isHeld(alias)),
      actor,
    );
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
      if (await isRefused(registration, deviceId)) return change(registration, deviceId, context);
      const taken = await reserve(deviceId, aliases, context.actor);
      if (taken !== undefined) return taken;
      const outcome = await change(registration, deviceId, context);
      if (!outcome.ok) await releaseUnheld(deviceId, aliases, context.actor);
      return outcome;
    },
    async add({ deviceId, standard, aliasId: given, ...rest }, context) {
      const aliasId = normalAlias(standard, given);
      if (aliasId === undefined) return refused('aliasInvalid', `${given} 不是有效的标识`);
      const normal = { standard, aliasId };
      const addition = { type: 'AddDeviceAlias', deviceId, ...normal, ...rest } as const;
      if (await isRefused(addition, deviceId)) return change(addition, deviceId, context);
      const taken = await reserve(deviceId, [normal], context.actor);
      if (taken !== undefined) return taken;
      const outcome = await change(addition, deviceId, context);
      if (!outcome.ok) await releaseUnheld(deviceId, [normal], context.actor);
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
