import { codesOf, type Words } from '../../platform/words.ts';

/** Doubts and notes about a record. It is stored as sent; `quality/alarm-effects.ts` defines the effect on alarms. */
export const QUALITY_FLAG_TABLE = {
  unknownIndicator: { zh: '未知指标', en: 'Unknown indicator' },
  outOfRange: { zh: '超出量程', en: 'Out of range' },
  deviceFlag: { zh: '设备标记', en: 'Marked by the device' },
  clockInFuture: { zh: '时钟超前', en: 'Clock in the future' },
  clockBefore2000: { zh: '时钟早于 2000 年', en: 'Clock before 2000' },
  unknownDetectionType: { zh: '未知识别类型', en: 'Unknown detection type' },
  testReport: { zh: '测试数据', en: 'Test data' },
  /** From an earlier time, as marked by the device or shown by the order: buffered during an outage, resent, or after a later one. */
  historical: { zh: '补传数据', en: 'Historical' },
  /** It arrives now, but by the device's clock it is from long ago. */
  clockBehind: { zh: '时钟滞后', en: 'Clock behind' },
  /** Declared in a unit that is unknown, or of another quantity than the indicator's. */
  unknownUnit: { zh: '未知单位', en: 'Unknown unit' },
  /** Changed faster than the measured quantity can. */
  rateOfChange: { zh: '变化过快', en: 'Changes too fast' },
  /** Far from the previous values; only the next values show whether the level has really changed. */
  spike: { zh: '突跳', en: 'Spike' },
  /** The same value for longer than a working sensor would report it. */
  stuck: { zh: '长时间不变', en: 'Stuck' },
  /** The first value after a silence. It does not make the value doubtful. */
  afterGap: { zh: '中断后首次数据', en: 'First after a gap' },
  /** Nothing proves that the device sent it: it has no credentials. */
  unauthenticated: { zh: '来源未验证', en: 'Source not verified' },
} as const satisfies Record<string, Words>;

export type QualityFlag = keyof typeof QUALITY_FLAG_TABLE;
export const QUALITY_FLAGS = codesOf(QUALITY_FLAG_TABLE);

/** Flags by indicator; `*` applies to the whole record. Absent means nothing is doubtful. */
export type Quality = Readonly<Record<string, readonly QualityFlag[]>>;
