import type { AlarmRule, DetectionTypeDefinition, DeviceModelPublished } from '../../src/sensing/events.ts';

/** Event types of city AI boxes and the matter that each is filed under. */
const DETECTIONS: readonly DetectionTypeDefinition[] = [
  { type: 'smokeFire', name: '烟火', matterCode: 'event-S1-05' },
  { type: 'floatingMatter', name: '水面漂浮物', matterCode: 'event-S2-02' },
  { type: 'roadWater', name: '道路积水', matterCode: 'event-S4-04' },
  { type: 'exposedRubbish', name: '暴露垃圾', matterCode: 'event-S5-01' },
  { type: 'overflowingBin', name: '垃圾满溢', matterCode: 'event-S5-02' },
  { type: 'illegalParking', name: '违规停车', matterCode: 'event-S5-03' },
  { type: 'roadsideTrading', name: '占道经营', matterCode: 'event-S5-04' },
  { type: 'outOfShopTrading', name: '店外经营', matterCode: 'event-S5-05' },
  { type: 'uncoveredMuckTruck', name: '渣土车未密闭', matterCode: 'event-S5-06' },
  { type: 'manholeDamaged', name: '井盖缺失破损', matterCode: 'event-S5-07' },
  { type: 'crowd', name: '人群聚集', matterCode: 'event-S5-08' },
  { type: 'bareSoil', name: '裸土未覆盖', matterCode: 'event-S5-09' },
  { type: 'illegalAdvertisement', name: '违规小广告', matterCode: 'event-S5-10' },
  { type: 'piledGoods', name: '乱堆物料', matterCode: 'event-S5-11' },
];

export const CAMERA_MODEL: DeviceModelPublished['data'] = {
  modelId: 'camera',
  modelVersion: 1,
  family: 'video-analytics',
  name: '视频智能分析摄像机',
  indicators: [],
  detections: DETECTIONS,
  source: '城市治理视频分析常见事件类型；与事项的对应为本产品默认值',
};

const URGENT = new Set(['smokeFire', 'roadWater', 'manholeDamaged', 'crowd']);

const codeOf = (type: string): string => type.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Two detections with good confidence within ten minutes: a single one is only a claim. */
export const CAMERA_RULES: readonly AlarmRule[] = DETECTIONS.map(({ type, name, matterCode }) => ({
  ruleId: `camera-${codeOf(type)}`,
  ruleVersion: 1,
  name: `视频识别：${name}`,
  modelId: 'camera',
  deviceIds: null,
  condition: { kind: 'detection', type, minConfidence: 0.8, minCount: 2, windowSeconds: 600 },
  severity: URGENT.has(type) ? 'orange' : 'blue',
  caseScope: 'device',
  matterCode,
  source: '本产品默认值',
}));
