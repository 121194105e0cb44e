import { deviceListProjection } from '../../projections/sensing/device-list/project.ts';
import { loadDevices } from '../../projections/sensing/device-list/queries.ts';
import type { DeviceRow } from '../../projections/sensing/device-list/table.ts';
import { deviceWireProjection } from '../../projections/sensing/device-wire/project.ts';
import { loadDeviceWire } from '../../projections/sensing/device-wire/queries.ts';
import type { DeviceWireRow } from '../../projections/sensing/device-wire/table.ts';
import { guarded } from '../platform/guard.ts';
import type { Logger } from '../platform/logger.ts';
import { parseNetworks } from '../platform/networks.ts';
import type { Sql } from '../platform/sql.ts';
import type { ProjectionEngine } from '../projection-engine/engine.ts';
import type { DeviceEvent, DeviceModelPublished } from '../sensing/events.ts';
import { openSm4Key } from '../sensing/index.ts';
import {
  type DeviceDirectory,
  type DirectoryEntry,
  type DirectoryModel,
  type DirectoryWire,
  haveSameCredentials,
  NO_WIRE,
} from './device-directory.ts';

const REFRESH_RETRY_MS = 1000;

/** Published device models. */
export interface PublishedModels {
  models(): ReadonlyMap<string, DeviceModelPublished['data']>;
  /** Calls back after models changed. */
  onModels(listener: () => void): void;
}

/** All devices in memory, for the edge: loaded once, then kept up to date by the device list projection. */
export const loadDeviceDirectory = async (options: {
  readonly sql: Sql;
  readonly engine: ProjectionEngine;
  readonly models: PublishedModels;
  readonly logger: Logger;
  /** Opens the SM4 keys of devices. */
  readonly wireKey: Uint8Array;
}): Promise<DeviceDirectory> => {
  const { sql, engine, models: published } = options;
  const entries = new Map<string, DirectoryEntry>();
  const wires = new Map<string, DirectoryWire>();
  const byAlias = new Map<string, string>();
  let models = new Map<string, DirectoryModel>();
  const listeners: ((before: DirectoryEntry) => void)[] = [];

  const loadModels = () => {
    models = new Map(
      [...published.models()].map(([modelId, model]) => [
        modelId,
        {
          modelId,
          indicators: new Map(model.indicators.map((indicator) => [indicator.code, indicator])),
          detections: new Map(model.detections.map((detection) => [detection.type, detection])),
        },
      ]),
    );
    for (const [deviceId, entry] of entries) {
      if (entry.model !== undefined)
        entries.set(deviceId, { ...entry, model: models.get(entry.model.modelId) });
    }
  };
  const put = (row: DeviceRow) => {
    const model = models.get(row.model_id) ?? {
      modelId: row.model_id,
      indicators: new Map(),
      detections: new Map(),
    };
    entries.set(row.device_id, {
      deviceId: row.device_id,
      secretHash: row.secret_hash,
      status: row.status,
      reportIntervalSeconds: row.report_interval_seconds,
      model,
      wire: wires.get(row.device_id) ?? NO_WIRE,
      gatewayId: row.gateway_id,
    });
  };
  const putWire = (row: DeviceWireRow) => {
    const { device_id: deviceId, aliases, settings } = row;
    for (const { standard, aliasId } of wires.get(deviceId)?.aliases ?? []) {
      // The alias may belong to another device by now.
      const key = aliasKey(standard, aliasId);
      if (byAlias.get(key) === deviceId) byAlias.delete(key);
    }
    for (const { standard, aliasId } of aliases) byAlias.set(aliasKey(standard, aliasId), deviceId);
    const sm4Key =
      row.sealed_sm4_key === null ? undefined : openSm4Key(options.wireKey, deviceId, row.sealed_sm4_key);
    const sourceNetworks =
      settings.sourceNetworks === undefined ? undefined : parseNetworks(settings.sourceNetworks.join());
    const wire = { aliases, settings, passwordHash: row.password_hash, sm4Key, sourceNetworks };
    wires.set(deviceId, wire);
    const entry = entries.get(deviceId);
    if (entry !== undefined) entries.set(deviceId, { ...entry, wire });
  };

  loadModels();
  published.onModels(loadModels);
  const refresh = async (deviceIds?: readonly string[]) => {
    for (const row of await loadDeviceWire(sql, deviceIds)) putWire(row);
    for (const row of await loadDevices(sql, deviceIds)) put(row);
  };
  const tellChanged = (known: readonly DirectoryEntry[]): void => {
    for (const before of known) {
      const now = entries.get(before.deviceId);
      if (now === undefined || haveSameCredentials(before, now)) continue;
      for (const listener of listeners) listener(before);
    }
  };
  const stale = new Set<string>();
  let lastRefresh: Promise<void> = Promise.resolve();
  /** One at a time: rows read earlier must not overwrite later ones. */
  const refreshStale = (): Promise<void> => {
    lastRefresh = lastRefresh.then(refreshOnce);
    return lastRefresh;
  };
  const refreshOnce = async (): Promise<void> => {
    const deviceIds = [...stale];
    if (deviceIds.length === 0) return;
    stale.clear();
    const known = deviceIds.flatMap((deviceId) => entries.get(deviceId) ?? []);
    try {
      await refresh(deviceIds);
      tellChanged(known);
    } catch (err) {
      options.logger.warn({ err }, 'device directory not refreshed, will retry');
      for (const deviceId of deviceIds) stale.add(deviceId);
      setTimeout(
        guarded('device directory timer', () => void refreshStale()),
        REFRESH_RETRY_MS,
      ).unref();
    }
  };
  for (const projection of [deviceListProjection, deviceWireProjection]) {
    engine.onApplied(projection, async (events) => {
      const changed = events.filter(
        ({ type }) => type.startsWith('Device') && !type.startsWith('DeviceWent'),
      );
      for (const event of changed) stale.add((event.data as DeviceEvent['data']).deviceId);
      await refreshStale();
    });
  }
  await refresh();
  return {
    find: (deviceId) => entries.get(deviceId),
    findByAlias(standard, aliasId) {
      const deviceId = byAlias.get(aliasKey(standard, aliasId));
      const entry = deviceId === undefined ? undefined : entries.get(deviceId);
      return entry?.status === 'active' ? entry : undefined;
    },
    onCredentialsChanged: (listener) => void listeners.push(listener),
  };
};

const aliasKey = (standard: string, aliasId: string): string => `${standard} ${aliasId}`;
