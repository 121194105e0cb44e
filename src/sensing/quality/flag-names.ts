/** Why a record is doubtful, or what else is to be known of it. It is stored as sent; `quality/alarm-effects.ts` says what alarms make of it. */
export const QUALITY_FLAGS = [
  'unknownIndicator',
  'outOfRange',
  'deviceFlag',
  'clockInFuture',
  'clockBefore2000',
  'unknownDetectionType',
  'testReport',
  /** Of before, as the device or the order says: kept during an outage, sent again, or behind a later one. */
  'historical',
  /** It arrives now, and the device's clock says that it was long ago. */
  'clockBehind',
  /** Declared in a unit that is not known, or not one of the indicator's kind. */
  'unknownUnit',
  /** Changed faster than the thing that is measured can. */
  'rateOfChange',
  /** Far off the values before, which it returns to or not: the next ones tell. */
  'spike',
  /** The same value for longer than a working sensor gives it. */
  'stuck',
  /** The first one after a silence. Says nothing against the value. */
  'afterGap',
  /** Nothing shows that the device sent it: nothing was asked of it. */
  'unauthenticated',
] as const;

export type QualityFlag = (typeof QUALITY_FLAGS)[number];

/** Flags by indicator; `*` holds for the whole record. Absent means nothing is doubtful. */
export type Quality = Readonly<Record<string, readonly QualityFlag[]>>;
