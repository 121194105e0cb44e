import type { DeviceRow } from '../../projections/device-list/project.ts';
import { loadDevices } from '../../projections/device-list/queries.ts';
import type { DeviceDirectory, DirectoryEntry, DirectoryModel } from '../ingest/device-directory.ts';
import type { Logger } from '../platform/logger.ts';
import type { Sql } from '../platform/sql.ts';
import type { ProjectionEngine } from '../projection-engine/engine.ts';
import type { DeviceEvent } from '../sensing/events.ts';
import type { ReferenceData } from './reference-data.ts';

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
      model,
    });
  };

  loadModels();
  reference.onModels(loadModels);
  const refresh = async (deviceIds?: readonly string[]) => {
    for (const row of await loadDevices(sql, deviceIds)) put(row);
  };
  engine.onApplied('device-list@1', async (events) => {
    const changed = events.filter(({ type }) => type.startsWith('Device') && !type.startsWith('DeviceWent'));
    if (changed.length === 0) return;
    const ids = [...new Set(changed.map((event) => (event.data as DeviceEvent['data']).deviceId))];
    await refresh(ids).catch((err: unknown) =>
      options.logger.warn({ err }, 'device directory not refreshed'),
    );
  });
  await refresh();
  return { find: (deviceId) => entries.get(deviceId) };
};
