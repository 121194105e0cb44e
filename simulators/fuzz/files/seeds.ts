import { strToU8, unzipSync, zipSync } from 'fflate';
import {
  heicOf,
  isoOf,
  jpegOf,
  pngOf,
  SAMPLE_EXIF,
  webpOf,
} from '../../../src/attachments/testing/images.ts';
import { codeSetTemplate, componentTemplate, standardTemplate } from '../../../src/governance/index.ts';
import { makeXlsx } from '../../../src/tabular/testing/xlsx.ts';

/** Small valid files, created here: only a valid file can be damaged. */
const ZONED = { ...SAMPLE_EXIF, lon: -70.5, lat: -33.25, offset: '-03:00', orientation: 1 };
const text = (value: string): Buffer => Buffer.from(value);

export const PHOTOS = {
  jpeg: [jpegOf(SAMPLE_EXIF), jpegOf(ZONED), jpegOf(undefined)],
  png: [pngOf(SAMPLE_EXIF), pngOf(ZONED), pngOf(undefined)],
  webp: [webpOf(SAMPLE_EXIF), webpOf(ZONED), webpOf(undefined)],
  heic: [heicOf(SAMPLE_EXIF), heicOf(ZONED), isoOf('heic', 'mif1')],
};

const mp3 = Buffer.concat(
  Array.from({ length: 3 }, () => Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0]), Buffer.alloc(413)])),
);
const adts = Buffer.concat(
  Array.from({ length: 3 }, () => Buffer.from([0xff, 0xf1, 0x50, 0x80, 1, 0x9f, 0xfc, 0, 0, 0, 0, 0])),
);
const ogg = Buffer.concat([
  text('OggS\0'),
  Buffer.alloc(21),
  Buffer.from([1, 19]),
  text('OpusHead'),
  Buffer.alloc(11),
]);
const wav = Buffer.concat([text('RIFF'), Buffer.from([36, 0, 0, 0]), text('WAVEfmt '), Buffer.alloc(32)]);
const webm = Buffer.concat([
  Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0x9f, 0x42, 0x82, 0x84]),
  text('webm'),
  Buffer.alloc(40),
]);
export const MEDIA = [
  ...Object.values(PHOTOS).flat(),
  isoOf('isom', 'avc1'),
  isoOf('qt  '),
  isoOf('M4A ', 'isom'),
  mp3,
  Buffer.concat([text('ID3\u0004\0\0\0\0\0\u0010'), Buffer.alloc(16), mp3]),
  adts,
  ogg,
  wav,
  webm,
  text('#!AMR\n\u0004\u0004\u0004\u0004\u0004\u0004\u0004'),
];

const rowsOf = (template: string): string[][] =>
  template
    .replace('\uFEFF', '')
    .trim()
    .split('\r\n')
    .map((line) => line.split(','));
const sheetsOf = (template: string): Buffer[] => {
  const rows = rowsOf(template);
  const again = [...rows, ...rows.slice(1), ...rows.slice(1)];
  return [text(template), Buffer.from(makeXlsx(rows)), Buffer.from(makeXlsx(again, ['A2:A4', 'B2:B3']))];
};
/** 大类代码,大类名称 in GB 18030. */
const GB18030 = Buffer.from('b4f3c0e0b4facdeb2cb4f3c0e0c3fbb3c60d0a30312cb9abd3c3c9e8cab90d0a', 'hex');
export const SHEETS = {
  standard: [...sheetsOf(standardTemplate()), GB18030],
  codeSet: [...sheetsOf(codeSetTemplate()), GB18030],
  component: sheetsOf(componentTemplate()),
};

export const ARCHIVES = [
  Buffer.from(zipSync({ 'a.txt': strToU8('abc'), 'b/c.xml': strToU8('<a>'.repeat(200)) })),
  Buffer.from(
    zipSync({ 'xl/workbook.xml': strToU8('<workbook/>'), 'xl/worksheets/s.xml': new Uint8Array(5000) }),
  ),
  SHEETS.component[1]!,
];

const ring = (x: number, y: number, side: number) => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
  [x, y],
];
const grid = (code: string, type: string, coordinates: unknown) => ({
  type: 'Feature',
  properties: { code, name: '网格', divisionCode: '140106', workerId: null },
  geometry: { type, coordinates },
});
const zigzag = [
  ...Array.from({ length: 60 }, (_, n) => [112.5 + n * 0.001, 37.8 + (n % 2) * 0.01]),
  [112.56, 37.7],
  [112.5, 37.7],
  [112.5, 37.8],
];
export const GEOJSON = [
  [grid('G1', 'Polygon', [ring(112.5, 37.8, 0.1), ring(112.52, 37.82, 0.02)])],
  [
    grid('G1', 'MultiPolygon', [[ring(112.5, 37.8, 0.1)], [ring(112.7, 37.8, 0.1)]]),
    grid('G2', 'Polygon', [zigzag]),
  ],
].map((features) => text(JSON.stringify({ type: 'FeatureCollection', features })));

/** A workbook with one of its parts damaged instead of the archive around it, so that damage reaches the reader of XML. */
export const damagePart = (
  workbook: Buffer,
  random: () => number,
  damage: (part: Buffer) => Buffer,
): Buffer => {
  const parts = unpacked(workbook);
  const names = Object.keys(parts);
  const name = names[Math.floor(random() * names.length)];
  if (name === undefined) return damage(workbook);
  return Buffer.from(zipSync({ ...parts, [name]: damage(Buffer.from(parts[name]!)) }, { level: 0 }));
};

const known = new Map<Buffer, Record<string, Uint8Array>>();
const unpacked = (workbook: Buffer): Record<string, Uint8Array> => {
  let parts = known.get(workbook);
  if (parts === undefined) {
    parts = workbook[0] === 0x50 ? unzipSync(workbook) : {};
    known.set(workbook, parts);
  }
  return parts;
};
