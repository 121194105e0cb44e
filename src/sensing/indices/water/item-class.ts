import type { TableOf } from '../tables.ts';

type SurfaceWaterTable = TableOf<'surfaceWater'>;

/** A value as stated by a laboratory or station: a number, or "below the detection limit" (written `0.05L`). */
export type WaterValue = number | { readonly belowDetection: number };

const BELOW_DETECTION = /^(\d+(?:\.\d+)?)\s*L$/;

/** Parses `0.05L`, or a plain number; undefined if it is neither. */
export const readWaterValue = (text: string): WaterValue | undefined => {
  const limit = BELOW_DETECTION.exec(text.trim())?.[1];
  if (limit !== undefined) return { belowDetection: Number(limit) };
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
};

export type ItemClass =
  /** Index of the class, 0 for Ⅰ to 4 for Ⅴ, 5 for inferior Ⅴ. */
  | { readonly ok: true; readonly index: number }
  | { readonly ok: false; readonly reason: 'unknownItem' | 'cannotBeJudged' };

/**
 * Class of one item by GB 3838-2002 table 1; if two classes share a limit, the better one. A value below its detection limit
 * complies with every limit that is not below the detection limit; it does not determine classes whose limit is (`cannotBeJudged` if
 * that is all of them). `saturationPercent`: class Ⅰ of dissolved oxygen may also be reached by saturation.
 */
export const itemClassOf = (
  table: SurfaceWaterTable,
  item: string,
  value: WaterValue,
  saturationPercent?: number,
): ItemClass => {
  const definition = table.definition.items[item];
  if (definition === undefined) return { ok: false, reason: 'unknownItem' };
  const inferior = table.definition.classes.length;
  const firstThat = (complies: (limit: number) => boolean, limits: readonly number[]): number => {
    const index = limits.findIndex(complies);
    return index < 0 ? inferior : index;
  };
  if (typeof value !== 'number') {
    if (definition.compare !== 'atMost') return { ok: false, reason: 'cannotBeJudged' };
    const index = firstThat((limit) => value.belowDetection <= limit, definition.limits);
    return index === inferior ? { ok: false, reason: 'cannotBeJudged' } : { ok: true, index };
  }
  switch (definition.compare) {
    case 'within': {
      const [low, high] = definition.range;
      return { ok: true, index: value >= low && value <= high ? 0 : inferior };
    }
    case 'atMost':
      return { ok: true, index: firstThat((limit) => value <= limit, definition.limits) };
    case 'atLeast': {
      const { orSaturationPercent } = definition;
      const saturated =
        orSaturationPercent !== undefined &&
        saturationPercent !== undefined &&
        saturationPercent >= orSaturationPercent;
      return { ok: true, index: saturated ? 0 : firstThat((limit) => value >= limit, definition.limits) };
    }
    default:
      return definition satisfies never;
  }
};
