import type { DeviceModelPublished } from '../../src/sensing/events.ts';

const FAMILY = 'environmental';
const HOUR = 3600;

/**
 * Ranges are measuring ranges of common instruments, not limits of a standard: a value outside is doubtful. Checks between values are
 * wide defaults of this product: what they catch is a fault of the instrument and not pollution.
 */
export const ENVIRONMENTAL_MODELS: readonly DeviceModelPublished['data'][] = [
  {
    modelId: 'air-station',
    modelVersion: 2,
    family: FAMILY,
    name: '环境空气自动监测站',
    indicators: [
      {
        code: 'pm25',
        name: 'PM2.5',
        unit: 'µg/m³',
        min: 0,
        max: 1000,
        checks: {
          maxGapIntervals: 10,
          maxChangePerMinute: 500,
          maxDistance: 500,
          stuckAfterSeconds: 24 * HOUR,
        },
      },
      {
        code: 'pm10',
        name: 'PM10',
        unit: 'µg/m³',
        min: 0,
        max: 2000,
        checks: {
          maxGapIntervals: 10,
          maxChangePerMinute: 1000,
          maxDistance: 1000,
          stuckAfterSeconds: 24 * HOUR,
        },
      },
      {
        code: 'so2',
        name: '二氧化硫',
        unit: 'µg/m³',
        min: 0,
        max: 3000,
        checks: {
          maxGapIntervals: 10,
          maxChangePerMinute: 1000,
          maxDistance: 1000,
          stuckAfterSeconds: 48 * HOUR,
        },
      },
      {
        code: 'no2',
        name: '二氧化氮',
        unit: 'µg/m³',
        min: 0,
        max: 4000,
        checks: {
          maxGapIntervals: 10,
          maxChangePerMinute: 1000,
          maxDistance: 1000,
          stuckAfterSeconds: 48 * HOUR,
        },
      },
      {
        code: 'co',
        name: '一氧化碳',
        unit: 'mg/m³',
        min: 0,
        max: 150,
        checks: {
          maxGapIntervals: 10,
          maxChangePerMinute: 30,
          maxDistance: 30,
          stuckAfterSeconds: 48 * HOUR,
        },
      },
      {
        code: 'o3',
        name: '臭氧',
        unit: 'µg/m³',
        min: 0,
        max: 1200,
        checks: {
          maxGapIntervals: 10,
          maxChangePerMinute: 400,
          maxDistance: 400,
          stuckAfterSeconds: 48 * HOUR,
        },
      },
      {
        code: 'temperature',
        name: '气温',
        unit: '°C',
        min: -50,
        max: 60,
        checks: {
          maxGapIntervals: 10,
          maxChangePerMinute: 10,
          maxDistance: 15,
          stuckAfterSeconds: 24 * HOUR,
        },
      },
      {
        code: 'humidity',
        name: '相对湿度',
        unit: '%',
        min: 0,
        max: 100,
        checks: {
          maxGapIntervals: 10,
          maxChangePerMinute: 50,
          stuckAfterSeconds: 24 * HOUR,
          stuckExcept: [100],
        },
      },
      {
        code: 'pressure',
        name: '气压',
        unit: 'hPa',
        min: 500,
        max: 1100,
        checks: { maxGapIntervals: 10, maxChangePerMinute: 20, maxDistance: 20 },
      },
      {
        code: 'windSpeed',
        name: '风速',
        unit: 'm/s',
        min: 0,
        max: 60,
        checks: { maxGapIntervals: 10, stuckAfterSeconds: 24 * HOUR, stuckExcept: [0] },
      },
    ],
    detections: [],
    indices: [
      {
        kind: 'air',
        items: { SO2: 'so2', NO2: 'no2', PM10: 'pm10', CO: 'co', O3: 'o3', 'PM2.5': 'pm25' },
      },
    ],
    source: '六项基本项目见 GB 3095；量程为常见仪器量程',
  },
  {
    modelId: 'water-quality-station',
    modelVersion: 2,
    family: FAMILY,
    name: '地表水水质自动监测站',
    indicators: [
      { code: 'temperature', name: '水温', unit: '°C', min: -1, max: 60 },
      {
        code: 'ph',
        name: 'pH',
        unit: '',
        min: 0,
        max: 14,
        checks: { maxGapIntervals: 10, maxChangePerMinute: 2, maxDistance: 3, stuckAfterSeconds: 72 * HOUR },
      },
      {
        code: 'dissolvedOxygen',
        name: '溶解氧',
        unit: 'mg/L',
        min: 0,
        max: 25,
        checks: {
          maxGapIntervals: 10,
          maxChangePerMinute: 10,
          maxDistance: 12,
          stuckAfterSeconds: 72 * HOUR,
        },
      },
      { code: 'conductivity', name: '电导率', unit: 'µS/cm', min: 0, max: 50_000 },
      { code: 'turbidity', name: '浊度', unit: 'NTU', min: 0, max: 4000 },
      { code: 'permanganateIndex', name: '高锰酸盐指数', unit: 'mg/L', min: 0, max: 100 },
      { code: 'ammoniaNitrogen', name: '氨氮', unit: 'mg/L', min: 0, max: 100 },
      { code: 'totalPhosphorus', name: '总磷', unit: 'mg/L', min: 0, max: 20 },
      { code: 'totalNitrogen', name: '总氮', unit: 'mg/L', min: 0, max: 100 },
    ],
    detections: [],
    indices: [
      {
        kind: 'surfaceWater',
        items: {
          pH: 'ph',
          DO: 'dissolvedOxygen',
          CODMn: 'permanganateIndex',
          'NH3-N': 'ammoniaNitrogen',
          'TP-river': 'totalPhosphorus',
        },
      },
    ],
    source: '自动站常规九项；量程为常见仪器量程',
  },
  {
    modelId: 'noise-meter',
    modelVersion: 2,
    family: FAMILY,
    name: '声环境自动监测仪',
    indicators: [
      { code: 'leq', name: '等效声级', unit: 'dB(A)', min: 20, max: 140 },
      { code: 'lmax', name: '最大声级', unit: 'dB(A)', min: 20, max: 150 },
    ],
    detections: [],
    indices: [{ kind: 'noise', items: { leq: 'leq', lmax: 'lmax' } }],
    source: 'GB 3096-2008 的评价量；量程为常见仪器量程',
  },
];
