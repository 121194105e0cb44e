import type { EventOf } from '../../../src/projection-engine/handlers.ts';
import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { type IndexValueRow, indexValues } from './table.ts';

export const indexValueRow = (
  key: string,
  { data, recordedAt }: EventOf<'IndexComputed'>,
): IndexValueRow => ({
  key,
  device_id: data.deviceId,
  kind: data.kind,
  period: data.period,
  from_at: data.from,
  to_at: data.to,
  revision: data.revision,
  standard: data.standard,
  table_id: data.tableId,
  table_version: data.tableVersion,
  value: data.value,
  grade: data.grade,
  detail: data.detail,
  computed_at: recordedAt,
});

const keyOf = ({ data: { deviceId, kind, period, from } }: EventOf<'IndexComputed'>): string =>
  `${deviceId} ${kind} ${period} ${from}`;

export const indexHistoryProjection = rowProjection(indexValues)({
  name: 'index-history@1',
  keyOf,
  on: { IndexComputed: (_row, event) => indexValueRow(keyOf(event), event) },
});
