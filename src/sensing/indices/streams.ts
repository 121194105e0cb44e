export const indexStream = (deviceId: string): string => `index-${deviceId}`;
export const indexTableStream = (tableId: string): string => `index-table-${tableId}`;
export const stationLinesStream = (deviceId: string): string => `station-lines-${deviceId}`;
