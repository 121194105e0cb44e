import type { AlarmRule } from '../../src/sensing/events.ts';
import { thresholdRule } from '../family.ts';

const SYNTHETIC = '演示阈值（虚构）：真实站点应各自设定警戒、保证和汛限水位';

export const HYDROLOGICAL_RULES: readonly AlarmRule[] = [
  thresholdRule({
    ruleId: 'river-level-warning',
    name: '河道水位超警戒',
    modelId: 'river-gauge',
    indicator: 'level',
    raiseAt: 3.2,
    clearAt: 2.9,
    forSeconds: 10,
    severity: 'orange',
    matterCode: 'event-S4-01',
    source: SYNTHETIC,
  }),
  thresholdRule({
    ruleId: 'rain-hour-heavy',
    name: '短时强降雨',
    modelId: 'rain-gauge',
    indicator: 'rainfallHour',
    raiseAt: 20,
    clearAt: 5,
    forSeconds: 0,
    severity: 'yellow',
    matterCode: 'event-S4-02',
    source: '本产品默认值：一小时 20 mm',
  }),
  thresholdRule({
    ruleId: 'reservoir-level-high',
    name: '水库水位超汛限',
    modelId: 'reservoir',
    indicator: 'level',
    raiseAt: 860,
    clearAt: 859,
    forSeconds: 10,
    severity: 'orange',
    matterCode: 'event-S4-03',
    source: SYNTHETIC,
  }),
];
