import type { EventOf } from '../../../src/projection-engine/handlers.ts';
import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { indexValueRow } from '../index-history/project.ts';
import { indexLatest } from './table.ts';

const keyOf = ({ data: { deviceId, kind, period } }: EventOf<'IndexComputed'>): string =>
  `${deviceId} ${kind} ${period}`;

export const indexLatestProjection = rowProjection(indexLatest)({
  name: 'index-latest@1',
  keyOf,
  on: {
    IndexComputed: (row, event) =>
      row !== undefined && row.from_at > event.data.from ? row : indexValueRow(keyOf(event), event),
  },
});
