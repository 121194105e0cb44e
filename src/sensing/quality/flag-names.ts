import { codesOf, type Words } from '../../platform/words.ts';

/** Why a record is doubtful, or what else is to be known of it. It is stored as sent; `quality/alarm-effects.ts` says what alarms make of it. */
export const QUALITY_FLAG_TABLE = {
  unknownIndicator: { zh: '未知指标', en: 'Unknown indicator' },
  outOfRange: { zh: '超出量程', en: 'Out of range' },
  deviceFlag: { zh: '设备标记', en: 'Marked by the device' },
  clockInFuture: { zh: '时钟超前', en: 'Clock in the future' },
  clockBefore2000: { zh: '时钟早于 2000 年', en: 'Clock before 2000' },
  unknownDetectionType: { zh: '未知识别类型', en: 'Unknown type of detection' },
  testReport: { zh: '测试数据', en: 'Test data' },
  /** Of before, as the device or the order says: kept during an outage, sent again, or behind a later one. */
  historical: { zh: '补传数据', en: 'Sent later' },
  /** It arrives now, and the device's clock says that it was long ago. */
  clockBehind: { zh: '时钟滞后', en: 'Clock behind' },
  /** Declared in a unit that is not known, or not one of the indicator's kind. */
  unknownUnit: { zh: '未知单位', en: 'Unknown unit' },
  /** Changed faster than the thing that is measured can. */
  rateOfChange: { zh: '变化过快', en: 'Changes too fast' },
  /** Far off the values before, which it returns to or not: the next ones tell. */
  spike: { zh: '突跳', en: 'Spike' },
  /** The same value for longer than a working sensor gives it. */
  stuck: { zh: '长时间不变', en: 'Stuck' },
  /** The first one after a silence. Says nothing against the value. */
  afterGap: { zh: '中断后首次数据', en: 'First after a gap' },
  /** Nothing shows that the device sent it: nothing was asked of it. */
  unauthenticated: { zh: '来源未验证', en: 'Source not verified' },
} as const satisfies Record<string, Words>;

export type QualityFlag = keyof typeof QUALITY_FLAG_TABLE;
export const QUALITY_FLAGS = codesOf(QUALITY_FLAG_TABLE);

/** Flags by indicator; `*` holds for the whole record. Absent means nothing is doubtful. */
export type Quality = Readonly<Record<string, readonly QualityFlag[]>>;
