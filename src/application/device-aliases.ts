import {
  type CommandContext,
  type CommandHandler,
  type CommandOutcome,
  refusalBeforehand,
} from '../commands/command-handler.ts';
import { refused } from '../commands/decider.ts';
import { loadStream } from '../commands/stream-memory.ts';
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

/**
 * Commands of a device that change its aliases in the wire standards. An alias is reserved in a separate stream before the device
 * gets it, and released after the device has lost it: two devices never have the same alias. If a step in between is lost, the alias
 * remains reserved for its device; the same command again continues from there. A refused command reserves nothing.
 */
export interface DeviceAliases {
  /** Registers a device, with or without aliases. */
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

type Registered = CommandOutcome<DeviceState>;

export const createDeviceAliases = (handle: CommandHandler, store: EventStore): DeviceAliases => {
  const nameRequest = (type: AliasCommand['type'], deviceId: string, alias: DeviceAlias, actor: string) => ({
    stream: aliasStream(alias.standard, alias.aliasId),
    decider: aliasDecider,
    command: { type, deviceId, ...alias },
    context: { actor },
  });
  const deviceRequest = (command: DeviceCommand, deviceId: string, context: CommandContext) => ({
    stream: deviceStream(deviceId),
    decider: deviceDecider,
    command,
    context,
  });

  const release = async (deviceId: string, aliases: readonly DeviceAlias[], actor: string): Promise<void> => {
    for (const alias of aliases) await handle(nameRequest('ReleaseAlias', deviceId, alias, actor));
  };

  /** Releases aliases that the device did not get. */
  const releaseUnheld = async (deviceId: string, aliases: readonly DeviceAlias[], actor: string) => {
    const held = (await loadStream(store, deviceStream(deviceId), deviceDecider)).state.aliases;
    const isHeld = ({ standard, aliasId }: DeviceAlias): boolean =>
      held.some((each) => each.standard === standard && each.aliasId === aliasId);
    await release(
      deviceId,
      aliases.filter((alias) => !isHeld(alias)),
      actor,
    );
  };

  /** Reserves all or none: another device may take one meanwhile. */
  const reserve = async (deviceId: string, aliases: readonly DeviceAlias[], actor: string) => {
    for (const [n, alias] of aliases.entries()) {
      const reserved = await handle(nameRequest('ReserveAlias', deviceId, alias, actor));
      if (reserved.ok) continue;
      await release(deviceId, aliases.slice(0, n), actor);
      return reserved;
    }
    return undefined;
  };

  /** A command of a device with aliases; refusals of the device or of an alias are checked before anything is written. */
  const bring = async (
    command: DeviceCommand,
    deviceId: string,
    aliases: readonly DeviceAlias[],
    context: CommandContext,
  ): Promise<Registered> => {
    const { actor } = context;
    const change = deviceRequest(command, deviceId, context);
    const refusal = await refusalBeforehand(store, change);
    if (refusal !== undefined) return refusal;
    for (const alias of aliases) {
      const taken = await refusalBeforehand(store, nameRequest('ReserveAlias', deviceId, alias, actor));
      if (taken !== undefined) return taken;
    }
    const taken = await reserve(deviceId, aliases, actor);
    if (taken !== undefined) return taken;
    const outcome = await handle(change);
    if (!outcome.ok) await releaseUnheld(deviceId, aliases, actor);
    return outcome;
  };

  return {
    register: (registration, context) =>
      bring(registration, registration.data.deviceId, registration.aliases ?? [], context),
    async add({ deviceId, standard, aliasId: given, ...rest }, context) {
      const aliasId = normalAlias(standard, given);
      if (aliasId === undefined) return refused('aliasInvalid', `${given} 不是有效的标识`);
      const addition = { type: 'AddDeviceAlias', deviceId, standard, aliasId, ...rest } as const;
      return bring(addition, deviceId, [{ standard, aliasId }], context);
    },
    async remove(deviceId, alias, context) {
      const aliasId = normalAlias(alias.standard, alias.aliasId) ?? alias.aliasId;
      const normal = { standard: alias.standard, aliasId };
      const outcome = await handle(
        deviceRequest({ type: 'RemoveDeviceAlias', deviceId, ...normal }, deviceId, context),
      );
      if (!outcome.ok && outcome.refusal.code !== 'aliasUnknown') return outcome;
      const freed = await handle(nameRequest('ReleaseAlias', deviceId, normal, context.actor));
      if (outcome.ok || !freed.ok || freed.position === undefined) return outcome;
      // The device had already lost it, but the release was interrupted: it is completed now.
      const { state, version } = await loadStream(store, deviceStream(deviceId), deviceDecider);
      return { ok: true, state, version, position: freed.position, replayed: true };
    },
  };
};
