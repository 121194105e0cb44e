import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import type { IndexTablePublished } from '../../../src/sensing/events.ts';
import { type IndexTableRow, indexTables } from './table.ts';

export const indexTableListProjection = rowProjection<IndexTableRow, IndexTablePublished>({
  name: 'index-table-list@1',
  table: indexTables,
  key: 'table_id',
  handles: ['IndexTablePublished'],
  keyOf: (event) => event.data.tableId,
  apply: (row, { data }) =>
    row !== undefined && row.version > data.tableVersion
      ? row
      : { table_id: data.tableId, version: data.tableVersion, definition: data },
});
