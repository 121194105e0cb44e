import { describe, expect, it } from 'vitest';
import { conditionWords } from './condition-words.ts';

const model = {
  indicators: [
    { code: 'pm25', name: 'PM2.5', unit: 'µg/m³', min: 0, max: 1000 },
    { code: 'humidity', name: '湿度', unit: '%', min: 0, max: 100 },
  ],
  detections: [{ type: 'smokeFire', name: '烟火', matterCode: 'event-S1-01' }],
};
const WORDS: Readonly<Record<string, string>> = { red: '红色', hour: '小时', air: '空气质量指数' };
const named = {
  say: (zh: string) => zh,
  word: (_kind: string, code: string) => WORDS[code] ?? code,
  model,
};

describe('a condition in words', () => {
  it.each([
    [
      {
        kind: 'threshold' as const,
        indicator: 'pm25',
        direction: 'above' as const,
        raiseAt: 115,
        clearAt: 90,
        forSeconds: 90,
        levels: [{ severity: 'red' as const, raiseAt: 250 }],
      },
      'PM2.5 ≥ 115 µg/m³ 持续 90 秒；到 250 µg/m³ 升为红色；降到 90 µg/m³ 解除',
    ],
    [
      {
        kind: 'rateOfChange' as const,
        indicator: 'humidity',
        direction: 'fall' as const,
        windowSeconds: 3600,
        raiseAt: 20,
        clearAt: 5,
      },
      '湿度 1 小时内下降 20% 及以上；变化不超过 5% 解除',
    ],
    [{ kind: 'noData' as const, indicator: null, afterSeconds: 86_400 }, '1 天没有数据'],
    [{ kind: 'noData' as const, indicator: 'pm25', afterSeconds: 600 }, '10 分没有 PM2.5 数据'],
    [
      { kind: 'stuck' as const, indicator: 'pm25', forSeconds: 7200, tolerance: 0, except: [0] },
      'PM2.5 2 小时不变；0 除外',
    ],
    [
      {
        kind: 'composite' as const,
        mode: 'all' as const,
        parts: [
          { indicator: 'pm25', direction: 'above' as const, raiseAt: 75, clearAt: 70 },
          { indicator: 'humidity', direction: 'below' as const, raiseAt: 30, clearAt: 40 },
        ],
        withinSeconds: 600,
        forSeconds: 0,
      },
      'PM2.5 ≥ 75 µg/m³，且 湿度 ≤ 30%',
    ],
    [
      {
        kind: 'spatial' as const,
        indicator: 'pm25',
        scope: 'grid' as const,
        direction: 'above' as const,
        raiseAt: 75,
        clearAt: 60,
        minDevices: 3,
        minShare: 0.5,
        withinSeconds: 600,
      },
      '同一网格 10 分内至少 3 台且占 50% PM2.5 ≥ 75 µg/m³；降到 60 µg/m³ 解除',
    ],
    [
      {
        kind: 'index' as const,
        index: 'air' as const,
        period: 'hour' as const,
        level: { direction: 'above' as const, raiseAt: 200, clearAt: 150 },
        grades: ['重度污染', '严重污染'],
      },
      '小时空气质量指数 ≥ 200，或小时空气质量指数为重度污染、严重污染；降到 150 解除',
    ],
    [
      {
        kind: 'detection' as const,
        type: 'smokeFire',
        minConfidence: 0.8,
        minCount: 2,
        windowSeconds: 600,
      },
      '烟火 10 分内 2 次；置信度 80% 及以上',
    ],
  ])('%#', (condition, words) => {
    expect(conditionWords(condition, named)).toBe(words);
  });

  it('names a code that the model does not know by itself', () => {
    expect(conditionWords({ kind: 'noData', indicator: 'x', afterSeconds: 60 }, named)).toBe(
      '1 分没有 x 数据',
    );
  });
});
