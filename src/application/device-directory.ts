import type { DeviceRow } from '../../projections/device-list/project.ts';
import { loadDevices } from '../../projections/device-list/queries.ts';
import type { DeviceDirectory, DirectoryEntry, DirectoryModel } from '../ingest/device-directory.ts';
import type { Logger } from '../platform/logger.ts';
import type { Sql } from '../platform/sql.ts';
import type { ProjectionEngine } from '../projection-engine/engine.ts';
import type { DeviceEvent } from '../sensing/events.ts';
import type { ReferenceData } from './reference-data.ts';

const REFRESH_RETRY_MS = 1000;

/** All devices in memory, for the edge: loaded once, then kept up by what the device list projects. */
export const loadDeviceDirectory = async (options: {
  readonly sql: Sql;
  readonly engine: ProjectionEngine;
  readonly reference: ReferenceData;
  readonly logger: Logger;
}): Promise<DeviceDirectory> => {
  const { sql, engine, reference } = options;
  const entries = new Map<string, DirectoryEntry>();
  let models = new Map<string, DirectoryModel>();

  const loadModels = () => {
    models = new Map(
      [...reference.models()].map(([modelId, model]) => [
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
    });
  };

  loadModels();
  reference.onModels(loadModels);
  const refresh = async (deviceIds?: readonly string[]) => {
    for (const row of await loadDevices(sql, deviceIds)) put(row);
  };
  const stale = new Set<string>();
  const refreshStale = async (): Promise<void> => {
    const deviceIds = [...stale];
    if (deviceIds.length === 0) return;
    stale.clear();
    try {
      await refresh(deviceIds);
    } catch (err) {
      options.logger.warn({ err }, 'device directory not refreshed, trying again');
      for (const deviceId of deviceIds) stale.add(deviceId);
      setTimeout(() => void refreshStale(), REFRESH_RETRY_MS).unref();
    }
  };
  engine.onApplied('device-list@1', async (events) => {
    const changed = events.filter(({ type }) => type.startsWith('Device') && !type.startsWith('DeviceWent'));
    for (const event of changed) stale.add((event.data as DeviceEvent['data']).deviceId);
    await refreshStale();
  });
  await refresh();
  return { find: (deviceId) => entries.get(deviceId) };
};
