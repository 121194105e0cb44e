import type { Sql } from '../../platform/sql.ts';
import { createKeyedMemory } from '../../projection-engine/keyed-memory.ts';
import type { DeviceModelPublished, DeviceRegistered, IndexBinding } from '../../sensing/events.ts';
import { type DeviceHours, NO_HOURS, type OpenHour } from '../../sensing/indices/derive/open-hours.ts';
import type { StationLines } from '../../sensing/indices/flood/station-lines.ts';
import type { IndexTable } from '../../sensing/indices/tables.ts';
import { indexEngineMemory } from './table.ts';

/** A device with indices, as far as the index engine needs it. Replaced, never changed: a job keeps the definitions with which it began. */
export interface IndexedDevice {
  readonly deviceId: string;
  readonly intervalSeconds: number;
  readonly bindings: readonly IndexBinding[];
  readonly lines: readonly StationLines[];
}

export interface IndexMemory {
  /** Undefined for a device for which no index is computed. */
  device(deviceId: string): IndexedDevice | undefined;
  tables(): readonly IndexTable[];
  hours(deviceId: string): DeviceHours;
  /** `opened`: an hour that is open from now on. */
  setHours(deviceId: string, hours: DeviceHours, opened: OpenHour | undefined): void;
  /** Closes and returns the hours that are due at this time of the log. */
  takeDue(nowMs: number): readonly { readonly deviceId: string; readonly open: OpenHour }[];
  rememberDevice(device: DeviceRegistered['data']): void;
  forgetDevice(deviceId: string): void;
  rememberModel(model: DeviceModelPublished['data']): void;
  rememberTable(table: IndexTable): void;
  rememberLines(deviceId: string, lines: StationLines): void;
  /** Writes what changed since the last time. */
  save(sql: Sql): Promise<void>;
}

type KnownDevice = Pick<DeviceRegistered['data'], 'deviceId' | 'modelId' | 'reportIntervalSeconds'>;

export const loadIndexMemory = async (sql: Sql): Promise<IndexMemory> => {
  const kept = createKeyedMemory(indexEngineMemory);
  const devices = new Map<string, KnownDevice>();
  const bindings = new Map<string, readonly IndexBinding[]>();
  const tables = new Map<string, IndexTable>();
  let tableList: readonly IndexTable[] | undefined;
  const lines = new Map<string, readonly StationLines[]>();
  const indexed = new Map<string, IndexedDevice>();
  const hours = new Map<string, DeviceHours>();
  /** By when they are due: device and hour. Hours that closed earlier stay here until then. */
  const dueAt = new Map<number, (readonly [deviceId: string, open: OpenHour])[]>();
  let nextDueMs = Number.POSITIVE_INFINITY;
  const expect = (deviceId: string, open: OpenHour): void => {
    const others = dueAt.get(open.dueMs);
    if (others === undefined) dueAt.set(open.dueMs, [[deviceId, open]]);
    else others.push([deviceId, open]);
    nextDueMs = Math.min(nextDueMs, open.dueMs);
  };

  for (const { kind, key, value } of await kept.load(sql)) {
    if (kind === 'device') devices.set(key, value as KnownDevice);
    else if (kind === 'model') bindings.set(key, value as readonly IndexBinding[]);
    else if (kind === 'table') tables.set(key, value as IndexTable);
    else if (kind === 'lines') lines.set(key, value as readonly StationLines[]);
    else hours.set(key, { ...NO_HOURS, latestMs: value as number });
  }
  for (const row of await sql<{ device_id: string; hour: string; open_from: number; due_at: string }>`
    select device_id, hour, open_from, due_at from index_engine_hours where open_from is not null`) {
    const open: OpenHour = {
      hourMs: Date.parse(row.hour),
      fromVersion: row.open_from,
      dueMs: Date.parse(row.due_at),
    };
    const state = hours.get(row.device_id) ?? NO_HOURS;
    hours.set(row.device_id, { ...state, open: new Map(state.open).set(open.hourMs, open) });
    expect(row.device_id, open);
  }

  const settle = (deviceId: string): void => {
    const device = devices.get(deviceId);
    const ofModel = device === undefined ? undefined : bindings.get(device.modelId);
    if (device === undefined || ofModel === undefined || ofModel.length === 0) {
      indexed.delete(deviceId);
      return;
    }
    indexed.set(deviceId, {
      deviceId,
      intervalSeconds: device.reportIntervalSeconds,
      bindings: ofModel,
      lines: lines.get(deviceId) ?? [],
    });
  };
  for (const deviceId of devices.keys()) settle(deviceId);

  return {
    device: (deviceId) => indexed.get(deviceId),
    tables() {
      tableList ??= [...tables.values()];
      return tableList;
    },
    hours: (deviceId) => hours.get(deviceId) ?? NO_HOURS,
    setHours(deviceId, state, opened) {
      if (hours.get(deviceId)?.latestMs !== state.latestMs) kept.put('latest', deviceId, state.latestMs);
      hours.set(deviceId, state);
      if (opened !== undefined) expect(deviceId, opened);
    },
    takeDue(nowMs) {
      const due: { deviceId: string; open: OpenHour }[] = [];
      while (nowMs >= nextDueMs) {
        for (const [deviceId, open] of dueAt.get(nextDueMs) ?? []) {
          const state = hours.get(deviceId);
          const current = state?.open.get(open.hourMs);
          if (state === undefined || current?.dueMs !== open.dueMs) continue;
          const rest = new Map(state.open);
          rest.delete(open.hourMs);
          hours.set(deviceId, { ...state, open: rest });
          due.push({ deviceId, open: current });
        }
        dueAt.delete(nextDueMs);
        nextDueMs = Math.min(Number.POSITIVE_INFINITY, ...dueAt.keys());
      }
      return due.sort((a, b) => a.open.hourMs - b.open.hourMs || (a.deviceId < b.deviceId ? -1 : 1));
    },
    rememberDevice({ deviceId, modelId, reportIntervalSeconds }) {
      const device = { deviceId, modelId, reportIntervalSeconds };
      devices.set(deviceId, device);
      kept.put('device', deviceId, device);
      settle(deviceId);
    },
    forgetDevice(deviceId) {
      devices.delete(deviceId);
      hours.delete(deviceId);
      kept.remove('device', deviceId);
      kept.remove('latest', deviceId);
      settle(deviceId);
    },
    rememberModel({ modelId, indices = [] }) {
      bindings.set(modelId, indices);
      kept.put('model', modelId, indices);
      for (const device of devices.values()) if (device.modelId === modelId) settle(device.deviceId);
    },
    rememberTable(table) {
      const key = `${table.tableId}@${table.tableVersion}`;
      tables.set(key, table);
      tableList = undefined;
      kept.put('table', key, table);
    },
    rememberLines(deviceId, defined) {
      const all = [...(lines.get(deviceId) ?? []), defined];
      lines.set(deviceId, all);
      kept.put('lines', deviceId, all);
      settle(deviceId);
    },
    save: (target) => kept.save(target),
  };
};
