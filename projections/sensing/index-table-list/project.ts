import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { indexTables } from './table.ts';

export const indexTableListProjection = rowProjection(indexTables)({
  name: 'index-table-list@1',
  keyOf: ({ data }) => data.tableId,
  on: {
    IndexTablePublished: (row, { data }) =>
      row !== undefined && row.version > data.tableVersion
        ? row
        : { table_id: data.tableId, version: data.tableVersion, definition: data },
  },
});
