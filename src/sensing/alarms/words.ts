import type { Words } from '../../platform/words.ts';
import type { AlarmEvent, AlarmStormEvent, Severity } from './events.ts';

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
  AlarmStormBegan: { zh: '告警风暴开始', en: 'Storm of alarms began' },
  AlarmStormEnded: { zh: '告警风暴结束', en: 'Storm of alarms ended' },
};
