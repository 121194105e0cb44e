import type { Sql } from '../../../src/platform/sql.ts';
import { type Page, type PageRequest, pageBy } from '../../paging.ts';
import type { DeviceRequestRow } from './table.ts';

/** Latest made first. */
export const listDeviceRequests = async (
  sql: Sql,
  deviceId: string,
  request: PageRequest,
): Promise<Page<DeviceRequestRow>> => {
  const page = pageBy<DeviceRequestRow>(sql, request, { at: 'made_at', id: 'request_id' });
  const rows = await sql<DeviceRequestRow>`
    select * from device_requests where device_id = ${deviceId}
    ${page.rest}`;
  return page.of(rows);
};

export const findDeviceRequest = async (
  sql: Sql,
  deviceId: string,
  requestId: string,
): Promise<DeviceRequestRow | undefined> => {
  const [row] = await sql<DeviceRequestRow>`
    select * from device_requests where request_id = ${requestId} and device_id = ${deviceId}`;
  return row;
};

/** Requests to a device that have not ended. */
export const countOpenDeviceRequests = async (sql: Sql, deviceId: string): Promise<number> => {
  const [row] = await sql<{ open: number }>`
    select count(*)::int as open from device_requests where device_id = ${deviceId} and due_at is not null`;
  return row?.open ?? 0;
};

/** Requests that time has come for, the longest due first. */
export const dueDeviceRequests = async (
  sql: Sql,
  at: string,
  limit: number,
): Promise<readonly { readonly request_id: string }[]> =>
  sql<{ request_id: string }>`
    select request_id from device_requests where due_at <= ${at} order by due_at limit ${limit}`;

/** Requests that were sent and have not ended, wherever. */
export const sentDeviceRequests = async (
  sql: Sql,
  limit: number,
): Promise<readonly Pick<DeviceRequestRow, 'request_id' | 'device_id' | 'standard' | 'made_at'>[]> =>
  sql<DeviceRequestRow>`
    select request_id, device_id, standard, made_at from device_requests
    where due_at is not null and status = 'sent' order by due_at limit ${limit}`;
