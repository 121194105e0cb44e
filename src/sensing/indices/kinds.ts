import type { Words } from '../../platform/words.ts';

export const INDEX_KINDS = ['air', 'surfaceWater', 'noise', 'flood'] as const;
export type IndexKind = (typeof INDEX_KINDS)[number];
export const INDEX_KIND_WORDS: Readonly<Record<IndexKind, Words>> = {
  air: { zh: '空气质量指数（AQI）', en: 'Air quality index (AQI)' },
  surfaceWater: { zh: '水质类别', en: 'Class of water' },
  noise: { zh: '等效声级', en: 'Equivalent sound level' },
  flood: { zh: '水情等级', en: 'Flood grade' },
};

export const INDEX_PERIOD_WORDS: Readonly<Record<'hour' | 'day' | 'night', Words>> = {
  hour: { zh: '小时', en: 'Hour' },
  day: { zh: '日', en: 'Day' },
  night: { zh: '夜间', en: 'Night' },
};
