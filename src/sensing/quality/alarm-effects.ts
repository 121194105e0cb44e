import type { AlarmCondition, QualityFlag } from '../events.ts';

export type RuleKind = AlarmCondition['kind'];

/**
 * The effect of a flag on a record for an alarm rule: none; the device's time is not trusted and the record counts at its time of
 * receipt; or the rule ignores it.
 */
export type AlarmEffect = 'counts' | 'atReceipt' | 'suppressed';

interface FlagEffects {
  /** For rules on values and detections in general. */
  readonly ordinary: AlarmEffect;
  /** For rules that protect people against fire, flood, gas or the like. */
  readonly safetyCritical: AlarmEffect;
  /** Kinds of rule that differ from `ordinary`. */
  readonly except?: Partial<Readonly<Record<RuleKind, AlarmEffect>>>;
  readonly why: string;
}

/**
 * The effect of each quality flag on each kind of alarm rule, with the reason; docs/sensing.md shows it. A doubtful clock alone
 * suppresses nothing. No doubt suppresses a safety-critical rule: a false alarm costs a check, a missed one costs lives.
 */
export const FLAG_EFFECTS: Readonly<Record<QualityFlag, FlagEffects>> = {
  unknownIndicator: {
    ordinary: 'suppressed',
    safetyCritical: 'counts',
    why: 'the model has no unit and range for interpreting the value',
  },
  outOfRange: {
    ordinary: 'suppressed',
    safetyCritical: 'counts',
    why: 'usually a defect; but a sensor in a leak or a flood goes out of its range',
  },
  deviceFlag: {
    ordinary: 'suppressed',
    safetyCritical: 'counts',
    why: 'the device says that its value is wrong: in calibration, faulty; if it could mean danger, somebody should look all the same',
  },
  unknownUnit: {
    ordinary: 'suppressed',
    safetyCritical: 'counts',
    why: 'the value may be of a different magnitude; used as sent, it is better than silence about gas',
  },
  rateOfChange: {
    ordinary: 'suppressed',
    safetyCritical: 'counts',
    why: 'usually a disturbance; but a leak, a fire or a flash flood is as fast',
  },
  spike: {
    ordinary: 'suppressed',
    safetyCritical: 'counts',
    why: 'usually a disturbance, as the next values will show; but when there may be a fire nobody should wait for them',
  },
  stuck: {
    ordinary: 'suppressed',
    safetyCritical: 'counts',
    except: { stuck: 'counts' },
    why: 'a stuck sensor says nothing about the present, except to the rule that looks for it; but a sensor at its limit is stuck too',
  },
  unknownDetectionType: {
    ordinary: 'suppressed',
    safetyCritical: 'counts',
    why: 'the model does not know what was seen; a rule written for it does',
  },
  testReport: {
    ordinary: 'suppressed',
    safetyCritical: 'suppressed',
    why: 'not a doubt but a statement by the sender: it is a drill. For a transmitter that merely never sets the bit there is a setting (`fireTestBit`)',
  },
  historical: {
    ordinary: 'suppressed',
    safetyCritical: 'counts',
    why: 'the sender or the order shows that it is in the past: too late for most, but not for a fire or a flood that began while the line was down',
  },
  clockInFuture: { ordinary: 'atReceipt', safetyCritical: 'atReceipt', why: 'it arrives now' },
  clockBehind: { ordinary: 'atReceipt', safetyCritical: 'atReceipt', why: 'it arrives now' },
  clockBefore2000: { ordinary: 'atReceipt', safetyCritical: 'atReceipt', why: 'it arrives now' },
  afterGap: {
    ordinary: 'counts',
    safetyCritical: 'counts',
    why: 'a preceding silence is no reason to doubt it',
  },
  unauthenticated: {
    ordinary: 'counts',
    safetyCritical: 'counts',
    why: 'a fire must not be missed for want of a password; the flag shows it',
  },
};

/**
 * One cell of the table. A no-data rule considers every record: a device that sends doubtful values is not silent. A rule on an
 * index considers the index, from which doubtful values have already been excluded (`isUsable`).
 */
export const effectOf = (flag: QualityFlag, kind: RuleKind, isSafetyCritical: boolean): AlarmEffect => {
  if (kind === 'noData' || kind === 'index') return 'counts';
  const { ordinary, safetyCritical, except } = FLAG_EFFECTS[flag];
  return isSafetyCritical ? safetyCritical : (except?.[kind] ?? ordinary);
};

/** Of all flags, the strictest effect counts. */
export const effectOfAll = (
  flags: readonly QualityFlag[] | undefined,
  kind: RuleKind,
  isSafetyCritical: boolean,
): AlarmEffect => {
  let all: AlarmEffect = 'counts';
  for (const flag of flags ?? []) {
    const effect = effectOf(flag, kind, isSafetyCritical);
    if (effect === 'suppressed') return effect;
    if (effect === 'atReceipt') all = effect;
  }
  return all;
};

/** The stricter of the effects for a record and for one of its values. */
export const stricter = (one: AlarmEffect, other: AlarmEffect): AlarmEffect =>
  one === 'suppressed' || other === 'suppressed' ? 'suppressed' : one === 'counts' ? other : one;
