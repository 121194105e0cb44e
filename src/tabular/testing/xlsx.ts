import { strToU8, zipSync } from 'fflate';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const letters = (column: number): string => String.fromCharCode(65 + column);

/** A small workbook as a spreadsheet program writes it: shared strings, numbers as numbers, merged ranges, blank cells left out. */
export const makeXlsx = (
  rows: readonly (readonly (string | number | null)[])[],
  merges: readonly string[] = [],
): Uint8Array => {
  const strings: string[] = [];
  const cellOf = (value: string | number | null, place: string): string => {
    if (value === null) return '';
    if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`;
    strings.push(value);
    return `<c r="${place}" t="s"><v>${strings.length - 1}</v></c>`;
  };
  const sheetRows = rows.map(
    (cells, row) =>
      `<row r="${row + 1}">${cells.map((value, column) => cellOf(value, letters(column) + (row + 1))).join('')}</row>`,
  );
  const merged =
    merges.length === 0
      ? ''
      : `<mergeCells count="${merges.length}">${merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`;
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zipSync({
    'xl/workbook.xml': strToU8(
      `<?xml version="1.0" encoding="UTF-8"?><workbook ${main} xmlns:r="${office}"><sheets><sheet name="标准" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    'xl/worksheets/sheet1.xml': strToU8(
      `<worksheet ${main}><sheetData>${sheetRows.join('')}</sheetData>${merged}</worksheet>`,
    ),
    'xl/sharedStrings.xml': strToU8(
      `<sst ${main}>${strings.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t><rPh sb="0" eb="1"><t>du yin</t></rPh></si>`).join('')}</sst>`,
    ),
  });
};
