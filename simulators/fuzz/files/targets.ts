import { mutateFile } from './mutate-file.ts';
import { ARCHIVES, damagePart, GEOJSON, MEDIA, PHOTOS, SHEETS } from './seeds.ts';

/** A fuzz target: a parser of the worker, its valid seed files, and how they are damaged. */
export interface FileTarget {
  readonly name: string;
  readonly parser: string;
  readonly options: unknown;
  readonly seeds: readonly Buffer[];
  readonly damage: (file: Buffer, random: () => number, other: Buffer) => Buffer;
}

const damageSheet: FileTarget['damage'] = (file, random, other) =>
  random() < 0.6
    ? damagePart(file, random, (part) => mutateFile(part, random, part))
    : mutateFile(file, random, other);

const NUMBER = /-?\d+(?:\.\d+)?/g;
const HOSTILE_NUMBERS = [
  '1e308',
  '-0',
  '1e-320',
  '112.5',
  '180',
  '9007199254740993',
  'null',
  '[]',
  '"x"',
  '[[[[1]]]]',
];

/** Half the time a number is replaced by another, so that the text stays JSON and its geometry becomes wrong. */
const damageGeojson: FileTarget['damage'] = (file, random, other) => {
  if (random() < 0.5) return mutateFile(file, random, other);
  const text = file.toString();
  const found = [...text.matchAll(NUMBER)];
  const hit = found[Math.floor(random() * found.length)]!;
  const number = HOSTILE_NUMBERS[Math.floor(random() * HOSTILE_NUMBERS.length)]!;
  return Buffer.from(text.slice(0, hit.index) + number + text.slice(hit.index + hit[0].length));
};

const photo = (name: keyof typeof PHOTOS): FileTarget => ({
  name,
  parser: 'photo',
  options: { mediaType: `image/${name}` },
  seeds: PHOTOS[name],
  damage: mutateFile,
});

export const FILE_TARGETS: readonly FileTarget[] = [
  photo('jpeg'),
  photo('png'),
  photo('webp'),
  photo('heic'),
  { name: 'media', parser: 'mediaType', options: {}, seeds: MEDIA, damage: mutateFile },
  {
    name: 'standards',
    parser: 'standardSheet',
    options: { minorDigits: 2 },
    seeds: SHEETS.standard,
    damage: damageSheet,
  },
  {
    name: 'codes',
    parser: 'codeSetSheet',
    options: { minorDigits: 2 },
    seeds: SHEETS.codeSet,
    damage: damageSheet,
  },
  { name: 'components', parser: 'componentSheet', options: {}, seeds: SHEETS.component, damage: damageSheet },
  { name: 'zip', parser: 'componentSheet', options: {}, seeds: ARCHIVES, damage: mutateFile },
  { name: 'geojson', parser: 'gridFile', options: {}, seeds: GEOJSON, damage: damageGeojson },
  { name: 'json', parser: 'json', options: { maxDepth: 64 }, seeds: GEOJSON, damage: mutateFile },
];
