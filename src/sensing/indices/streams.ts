/** Device ids may contain hyphens, so `index-table-…` would be the stream of a device called `table-…`. */
export const indexStream = (deviceId: string): string => `index-${deviceId}`;
export const indexTableStream = (tableId: string): string => `indextable-${tableId}`;
export const stationLinesStream = (deviceId: string): string => `station-lines-${deviceId}`;
