import { readCsvRecords } from './csv-records.ts';
import { checkedRows, type TableLimits, type TableRead, unreadable } from './table.ts';

/** Told by its mark; without one UTF-8, else GB 18030: Chinese spreadsheet programs save CSV in the latter. */
const encodingsOf = ([first, second]: Uint8Array): readonly string[] => {
  if (first === 0xff && second === 0xfe) return ['utf-16le'];
  if (first === 0xfe && second === 0xff) return ['utf-16be'];
  return ['utf-8', 'gb18030'];
};

/** Undefined where the bytes are no text in any of the encodings; U+0000 is what UTF-16 without a mark would show. */
const decode = (bytes: Uint8Array): string | undefined => {
  for (const encoding of encodingsOf(bytes)) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      return text.includes('\u0000') ? undefined : text;
    } catch {
      // Not in this one.
    }
  }
  return undefined;
};

export const readCsvTable = (bytes: Uint8Array, limits: TableLimits): TableRead => {
  const text = decode(bytes);
  if (text === undefined) {
    const message = '文件编码无法识别，请另存为 UTF-8 或 GBK 编码的 CSV，或 XLSX';
    return unreadable('encodingUnknown', message, 'UTF-8, GB 18030, or UTF-16 with a byte order mark');
  }
  const read = readCsvRecords(text, {
    maxRecords: limits.maxRows + 1,
    maxRecordLength: limits.maxColumns * limits.maxCellLength,
  });
  if (!read.ok) {
    const message = `CSV 第 ${read.line} 行无法解析：${read.message}`;
    return unreadable('csvInvalid', message, 'comma separated, quoted with "');
  }
  return checkedRows(read.records, limits);
};
