import { divide, exact, roundHalfEven, subtract, toNumber } from '../exact.ts';
import { type StandardRef, standardOf, type TableOf } from '../tables.ts';
import { itemClassOf, type WaterValue } from './item-class.ts';

type SurfaceWaterTable = TableOf<'surfaceWater'>;

export interface WaterClass extends StandardRef {
  readonly perItem: Readonly<Record<string, string>>;
  /** The worst class of the items measured; null if none could be classified. An automatic station measures only some of them. */
  readonly class: string | null;
  /** The items of that class. */
  readonly decidedBy: readonly string[];
  /** Items below a detection limit that is above every class limit, or unknown to the standard. */
  readonly notJudged: Readonly<Record<string, 'unknownItem' | 'cannotBeJudged'>>;
  readonly target?: string;
  readonly meetsTarget?: boolean;
  /** Items beyond the target with (C − Cs) / Cs to two decimals; null if the standard states none (pH, dissolved oxygen). */
  readonly exceedance?: Readonly<Record<string, number | null>>;
}

export interface WaterOptions {
  readonly target?: string;
  /** Dissolved oxygen in % of saturation. */
  readonly saturationPercent?: number;
  /** Excludes the items that routine assessment excludes (环办〔2011〕22号: total nitrogen, faecal coliform). */
  readonly routine?: boolean;
}

/** Surface-water class by the single factor (单因子评价), GB 3838-2002: the worst class of the items decides. */
export const waterClass = (
  table: SurfaceWaterTable,
  values: Readonly<Record<string, WaterValue>>,
  options: WaterOptions = {},
): WaterClass => {
  const { classes, inferior, notInRoutine } = table.definition;
  const nameOf = (index: number): string => classes[index] ?? inferior;
  const indices = new Map<string, number>();
  const notJudged: Record<string, 'unknownItem' | 'cannotBeJudged'> = {};
  for (const [item, value] of Object.entries(values)) {
    if (options.routine === true && notInRoutine.includes(item)) continue;
    const result = itemClassOf(table, item, value, options.saturationPercent);
    if (result.ok) indices.set(item, result.index);
    else notJudged[item] = result.reason;
  }
  const worst = Math.max(...indices.values());
  const base: WaterClass = {
    ...standardOf(table),
    perItem: Object.fromEntries([...indices].map(([item, index]) => [item, nameOf(index)])),
    class: indices.size === 0 ? null : nameOf(worst),
    decidedBy: [...indices].filter(([, index]) => index === worst).map(([item]) => item),
    notJudged,
  };
  const target = options.target === undefined ? -1 : classes.indexOf(options.target);
  if (target < 0) return base;
  const beyond = [...indices].filter(([, index]) => index > target).map(([item]) => item);
  return {
    ...base,
    target: nameOf(target),
    meetsTarget: beyond.length === 0,
    exceedance: Object.fromEntries(
      beyond.map((item) => [item, multipleOf(table, item, values[item]!, target)]),
    ),
  };
};

const multipleOf = (
  table: SurfaceWaterTable,
  item: string,
  value: WaterValue,
  target: number,
): number | null => {
  const definition = table.definition.items[item];
  if (definition?.compare !== 'atMost' || typeof value !== 'number') return null;
  if (table.definition.withoutMultiple.includes(item)) return null;
  const limit = exact(definition.limits[target]!);
  return toNumber(roundHalfEven(divide(subtract(exact(value), limit), limit), 2));
};

/**
 * Standard index of dissolved oxygen: |DOf − DO| / (DOf − DOs) at or above the limit, 10 − 9·DO/DOs below it, with the saturation
 * DOf = 468 / (31.6 + T). mg/L and °C; above 1 the limit is not met.
 */
export const oxygenIndex = (oxygen: number, limit: number, temperature: number): number => {
  const saturation = 468 / (31.6 + temperature);
  return oxygen >= limit ? Math.abs(saturation - oxygen) / (saturation - limit) : 10 - (9 * oxygen) / limit;
};
