import type { Words } from '../../platform/words.ts';
import type {
  AlarmCleared,
  AlarmCondition,
  AlarmEscalated,
  AlarmEvent,
  AlarmRule,
  AlarmStormEvent,
  Severity,
} from './events.ts';

export const SEVERITY_WORDS: Readonly<Record<Severity, Words>> = {
  blue: { zh: '蓝色', en: 'Blue' },
  yellow: { zh: '黄色', en: 'Yellow' },
  orange: { zh: '橙色', en: 'Orange' },
  red: { zh: '红色', en: 'Red' },
};

export const ALARM_EVENT_WORDS: Readonly<Record<AlarmEvent['type'] | AlarmStormEvent['type'], Words>> = {
  AlarmRaised: { zh: '告警', en: 'Alarm' },
  AlarmEscalated: { zh: '告警升级', en: 'Alarm escalated' },
  AlarmCleared: { zh: '告警解除', en: 'Alarm cleared' },
  AlarmAcknowledged: { zh: '告警已确认', en: 'Alarm acknowledged' },
  AlarmStormBegan: { zh: '告警风暴开始', en: 'Alarm storm began' },
  AlarmStormEnded: { zh: '告警风暴结束', en: 'Alarm storm ended' },
};

export const CLEAR_CAUSE_WORDS: Readonly<Record<AlarmCleared['data']['cause'], Words>> = {
  recovered: { zh: '恢复正常', en: 'Back to normal' },
  ruleRetired: { zh: '规则已停用', en: 'The rule was retired' },
  deviceRetired: { zh: '设备已停用', en: 'The device was retired' },
  expired: { zh: '到时自动解除', en: 'Cleared automatically after its time' },
  outOfSchedule: { zh: '不在规则的时段内', en: 'Outside the hours of the rule' },
};

export const ESCALATION_CAUSE_WORDS: Readonly<Record<AlarmEscalated['data']['cause'], Words>> = {
  level: { zh: '达到更高级别', en: 'Reached a higher level' },
  unacknowledged: { zh: '未及时确认', en: 'Not acknowledged in time' },
  person: { zh: '人工升级', en: 'Escalated by a person' },
};

export const CONDITION_KIND_WORDS: Readonly<Record<AlarmCondition['kind'], Words>> = {
  threshold: { zh: '超限', en: 'Beyond a level' },
  rateOfChange: { zh: '变化过快', en: 'Changes too fast' },
  noData: { zh: '无数据', en: 'No data' },
  stuck: { zh: '数值不变', en: 'Value stuck' },
  composite: { zh: '多指标组合', en: 'Several indicators' },
  spatial: { zh: '区域多台设备', en: 'Several devices of an area' },
  index: { zh: '指数', en: 'Index' },
  detection: { zh: '识别或报警', en: 'Detection' },
};

export const CASE_SCOPE_WORDS: Readonly<Record<AlarmRule['caseScope'], Words>> = {
  none: { zh: '不生成案件', en: 'No case' },
  device: { zh: '每台设备一案', en: 'A case for each device' },
  grid: { zh: '每个网格一案', en: 'A case for each grid' },
};
