import type { Sql } from '../../../src/platform/sql.ts';
import type { StationLinesRow } from './table.ts';

export const findStationLines = async (sql: Sql, deviceId: string): Promise<StationLinesRow | undefined> => {
  const [row] = await sql<StationLinesRow>`select * from station_lines where device_id = ${deviceId}`;
  return row;
};
