import type { Decision } from '../commands/decider.ts';
import type { DomainEvent, EventStore, NewEvent } from '../event-store/event-store.ts';
import { newId } from '../platform/ids.ts';
import {
  aliasDecider,
  aliasStream,
  type DeviceCommand,
  deviceDecider,
  deviceStream,
} from '../sensing/index.ts';

export type Registration = Extract<DeviceCommand, { type: 'RegisterDevice' }>;

/** A registration that was refused; the others were accepted. */
export interface NotRegistered {
  readonly deviceId: string;
  readonly code: string;
  readonly message: string;
}

const CHUNK = 1000;

/**
 * Registers many new devices in few round trips, with the same deciders as individually: their aliases are reserved first, so
 * that two devices never have the same one. A device or an alias that is already in the log is refused and does not affect the others.
 */
export const registerDevices = async (
  store: EventStore,
  registrations: readonly Registration[],
  options: { readonly actor: string; readonly onProgress?: (done: number, total: number) => void },
): Promise<readonly NotRegistered[]> => {
  const refused: NotRegistered[] = [];
  const toNew = (event: DomainEvent): NewEvent => ({
    id: newId(),
    type: event.type,
    data: event.data,
    meta: { actor: options.actor },
  });
  for (let from = 0; from < registrations.length; from += CHUNK) {
    const chunk = registrations.slice(from, from + CHUNK);
    const failed = await reserve(store, chunk, toNew);
    const decided = chunk.flatMap((registration) => {
      const { deviceId } = registration.data;
      const taken = failed.get(deviceId);
      const decision: Decision<DomainEvent> = deviceDecider.decide(registration, deviceDecider.initialState);
      if (taken !== undefined) {
        refused.push({ deviceId, code: 'aliasTaken', message: `标识 ${taken} 已被占用` });
        return [];
      }
      if (!decision.ok) {
        refused.push({ deviceId, code: decision.refusal.code, message: decision.refusal.message });
        return [];
      }
      return [{ deviceId, events: decision.events.map(toNew) }];
    });
    const results = await store.appendMany(
      decided.map(({ deviceId, events }) => ({ stream: deviceStream(deviceId), expected: 'none', events })),
    );
    for (const [index, { status }] of results.entries()) {
      const { deviceId } = decided[index]!;
      if (status !== 'appended')
        refused.push({ deviceId, code: 'deviceExists', message: `设备 ${deviceId} 已登记` });
    }
    options.onProgress?.(Math.min(from + CHUNK, registrations.length), registrations.length);
  }
  return refused;
};

/** Reserves the aliases of all; returns the devices that did not get one of theirs, with that alias. */
const reserve = async (
  store: EventStore,
  chunk: readonly Registration[],
  toNew: (event: DomainEvent) => NewEvent,
): Promise<ReadonlyMap<string, string>> => {
  const wanted = chunk.flatMap(({ data: { deviceId }, aliases = [] }) =>
    aliases.map((alias) => ({ deviceId, ...alias })),
  );
  const failed = new Map<string, string>();
  if (wanted.length === 0) return failed;
  const requests = wanted.map(({ deviceId, standard, aliasId }) => {
    const command = { type: 'ReserveAlias', deviceId, standard, aliasId } as const;
    const decision: Decision<DomainEvent> = aliasDecider.decide(command, aliasDecider.initialState);
    return {
      stream: aliasStream(standard, aliasId),
      expected: 'none' as const,
      events: decision.ok ? decision.events.map(toNew) : [],
    };
  });
  const results = await store.appendMany(requests);
  for (const [index, { status }] of results.entries())
    if (status !== 'appended') failed.set(wanted[index]!.deviceId, wanted[index]!.aliasId);
  return failed;
};
