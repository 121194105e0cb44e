import type { Sql } from '../../../src/platform/sql.ts';
import type { DeviceModelRow } from './table.ts';

export const loadDeviceModels = async (sql: Sql): Promise<readonly DeviceModelRow['definition'][]> => {
  const rows = await sql<DeviceModelRow>`select * from device_models`;
  return rows.map((row) => row.definition);
};

export const findDeviceModel = async (
  sql: Sql,
  modelId: string,
): Promise<DeviceModelRow['definition'] | undefined> => {
  const [row] = await sql<DeviceModelRow>`select * from device_models where model_id = ${modelId}`;
  return row?.definition;
};
