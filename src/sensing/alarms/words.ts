import type { Words } from '../../platform/words.ts';
import type { AlarmCleared, AlarmEscalated, AlarmEvent, AlarmStormEvent, Severity } from './events.ts';

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
