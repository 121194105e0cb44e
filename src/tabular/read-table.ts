import { readCsvTable } from './csv-table.ts';
import { TABLE_LIMITS, type TableLimits, type TableRead, unreadable } from './table.ts';
import { readXlsxTable } from './xlsx-table.ts';

const startsWith = (bytes: Uint8Array, ...start: number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte);

/** Reads a sheet; what it is, is told by its bytes and not by its name. */
export const readTable = (bytes: Uint8Array, limits: TableLimits = TABLE_LIMITS): TableRead => {
  if (bytes.length > limits.maxBytes) {
    return unreadable('fileTooLarge', `文件超过 ${limits.maxBytes} 字节`, `at most ${limits.maxBytes} bytes`);
  }
  if (bytes.length === 0) return unreadable('fileEmpty', '文件为空', 'CSV or XLSX');
  // "PK", a zip archive; D0 CF, the format of Excel before 2007.
  if (startsWith(bytes, 0x50, 0x4b)) return readXlsxTable(bytes, limits);
  if (startsWith(bytes, 0xd0, 0xcf)) {
    return unreadable('oldExcelFile', '旧版 XLS 文件，请另存为 XLSX 或 CSV', 'CSV or XLSX');
  }
  return readCsvTable(bytes, limits);
};
