import type { DeviceModelPublished } from '../../src/sensing/events.ts';

const FAMILY = 'hydrological';
const SOURCE = '要素见 SL 651-2014；量程为本产品默认值';

export const HYDROLOGICAL_MODELS: readonly DeviceModelPublished['data'][] = [
  {
    modelId: 'river-gauge',
    modelVersion: 2,
    family: FAMILY,
    name: '河道水位流量站',
    indicators: [
      {
        code: 'level',
        name: '水位',
        unit: 'm',
        min: -10,
        max: 60,
        checks: { maxGapIntervals: 10, maxChangePerMinute: 5, maxDistance: 8 },
      },
      { code: 'flow', name: '流量', unit: 'm³/s', min: 0, max: 50_000 },
    ],
    detections: [],
    indices: [{ kind: 'flood', items: { level: 'level' } }],
    source: SOURCE,
  },
  {
    modelId: 'rain-gauge',
    modelVersion: 1,
    family: FAMILY,
    name: '雨量站',
    indicators: [
      { code: 'rainfall', name: '时段降水量', unit: 'mm', min: 0, max: 200 },
      { code: 'rainfallHour', name: '一小时降水量', unit: 'mm', min: 0, max: 300 },
    ],
    detections: [],
    source: SOURCE,
  },
  {
    modelId: 'reservoir',
    modelVersion: 2,
    family: FAMILY,
    name: '水库站',
    indicators: [
      {
        code: 'level',
        name: '库水位',
        unit: 'm',
        min: 0,
        max: 3000,
        checks: { maxGapIntervals: 10, maxChangePerMinute: 5, maxDistance: 20 },
      },
      { code: 'storage', name: '蓄水量', unit: '10⁶ m³', min: 0, max: 50_000 },
      { code: 'inflow', name: '入库流量', unit: 'm³/s', min: 0, max: 50_000 },
      { code: 'outflow', name: '出库流量', unit: 'm³/s', min: 0, max: 50_000 },
    ],
    detections: [],
    indices: [{ kind: 'flood', items: { level: 'level' } }],
    source: SOURCE,
  },
];
