import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { crosswalks } from './table.ts';

export const crosswalkListProjection = rowProjection(crosswalks)({
  name: 'crosswalk-list@1',
  keyOf: ({ data }) => data.crosswalkId,
  on: {
    CrosswalkPublished: (row, { data }) =>
      row !== undefined && row.version > data.crosswalkVersion
        ? row
        : { crosswalk_id: data.crosswalkId, version: data.crosswalkVersion, definition: data },
  },
});
