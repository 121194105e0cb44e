import type { Sql } from '../../../src/platform/sql.ts';
import type { DeviceWireRow } from './table.ts';

export const loadDeviceWire = async (
  sql: Sql,
  deviceIds?: readonly string[],
): Promise<readonly DeviceWireRow[]> =>
  deviceIds === undefined
    ? sql<DeviceWireRow>`select * from device_wire`
    : sql<DeviceWireRow>`select * from device_wire where device_id = any(${deviceIds}::text[])`;
