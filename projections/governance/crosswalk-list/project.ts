import type { CrosswalkPublished } from '../../../src/governance/categories/events.ts';
import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { type CrosswalkRow, crosswalks } from './table.ts';

export const crosswalkListProjection = rowProjection<CrosswalkRow, CrosswalkPublished>({
  name: 'crosswalk-list@1',
  table: crosswalks,
  key: 'crosswalk_id',
  handles: ['CrosswalkPublished'],
  keyOf: (event) => event.data.crosswalkId,
  apply: (row, { data }) =>
    row !== undefined && row.version > data.crosswalkVersion
      ? row
      : { crosswalk_id: data.crosswalkId, version: data.crosswalkVersion, definition: data },
});
