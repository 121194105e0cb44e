import { type Recorded, rowProjection } from '../../../src/projection-engine/row-projection.ts';
import type { IndexComputed } from '../../../src/sensing/events.ts';
import { indexValueRow } from '../index-history/project.ts';
import type { IndexValueRow } from '../index-history/table.ts';
import { indexLatest } from './table.ts';

const keyOf = ({ data: { deviceId, kind, period } }: Recorded<IndexComputed>): string =>
  `${deviceId} ${kind} ${period}`;

export const indexLatestProjection = rowProjection<IndexValueRow, IndexComputed>({
  name: 'index-latest@1',
  table: indexLatest,
  key: 'key',
  handles: ['IndexComputed'],
  keyOf,
  apply: (row, event) =>
    row !== undefined && row.from_at > event.data.from ? row : indexValueRow(keyOf(event), event),
});
