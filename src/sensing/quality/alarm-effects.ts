import type { AlarmCondition, QualityFlag } from '../events.ts';

export type RuleKind = AlarmCondition['kind'];

/**
 * What a flag does to a record before an alarm rule: nothing; the device's time is not believed and the record is judged at its
 * receipt; or the rule does not see it.
 */
export type AlarmEffect = 'counts' | 'atReceipt' | 'suppressed';

interface FlagEffects {
  /** Of rules on values and detections in general. */
  readonly ordinary: AlarmEffect;
  /** Of rules that stand between people and fire, flood, gas or the like. */
  readonly safetyCritical: AlarmEffect;
  /** Kinds of rule that differ from `ordinary`. */
  readonly except?: Partial<Readonly<Record<RuleKind, AlarmEffect>>>;
  readonly why: string;
}

/**
 * What each quality flag does to each kind of alarm rule, and why; docs/sensing.md shows it. A doubtful clock alone suppresses nothing.
 * No doubt silences a rule that is safety-critical: a false alarm costs a look, a missed one lives.
 */
export const FLAG_EFFECTS: Readonly<Record<QualityFlag, FlagEffects>> = {
  unknownIndicator: {
    ordinary: 'suppressed',
    safetyCritical: 'counts',
    why: 'the model has no unit and range to read the value by',
  },
  outOfRange: {
    ordinary: 'suppressed',
    safetyCritical: 'counts',
    why: 'mostly a defect; but a sensor in a leak or a flood runs out of its range',
  },
  deviceFlag: {
    ordinary: 'suppressed',
    safetyCritical: 'counts',
    why: 'the device says that its value is off: in calibration, at fault; what is dangerous is looked at all the same',
  },
  unknownUnit: {
    ordinary: 'suppressed',
    safetyCritical: 'counts',
    why: 'the value may be of another size; as it was sent it is better than silence about gas',
  },
  rateOfChange: {
    ordinary: 'suppressed',
    safetyCritical: 'counts',
    why: 'mostly a disturbance; a leak, a fire or a flash flood is as fast',
  },
  spike: {
    ordinary: 'suppressed',
    safetyCritical: 'counts',
    why: 'mostly a disturbance, which the next values tell; nobody waits for them when it may burn',
  },
  stuck: {
    ordinary: 'suppressed',
    safetyCritical: 'counts',
    except: { stuck: 'counts' },
    why: 'a sensor that stands still says nothing of now, except to the rule that looks for it; one at its limit stands still too',
  },
  unknownDetectionType: {
    ordinary: 'suppressed',
    safetyCritical: 'counts',
    why: 'the model does not know what was seen; a rule that is made for it does',
  },
  testReport: {
    ordinary: 'suppressed',
    safetyCritical: 'suppressed',
    why: 'no doubt but a statement of the sender: it is a drill. A transmitter that only leaves the bit alone is set so (`fireTestBit`)',
  },
  historical: {
    ordinary: 'suppressed',
    safetyCritical: 'counts',
    why: 'the sender or the order says that it is of before: too late for most, not for a fire or a flood that came while the line was down',
  },
  clockInFuture: { ordinary: 'atReceipt', safetyCritical: 'atReceipt', why: 'it arrives now' },
  clockBehind: { ordinary: 'atReceipt', safetyCritical: 'atReceipt', why: 'it arrives now' },
  clockBefore2000: { ordinary: 'atReceipt', safetyCritical: 'atReceipt', why: 'it arrives now' },
  afterGap: {
    ordinary: 'counts',
    safetyCritical: 'counts',
    why: 'a silence before it says nothing against it',
  },
  unauthenticated: {
    ordinary: 'counts',
    safetyCritical: 'counts',
    why: 'a fire must not be missed for want of a password; the flag tells it',
  },
};

/**
 * One cell of the table. A rule of missing data sees whatever comes: a device that sends doubtful values is not silent. A rule on an
 * index sees the index, from which doubtful values were left out before (`isUsable`).
 */
export const effectOf = (flag: QualityFlag, kind: RuleKind, isSafetyCritical: boolean): AlarmEffect => {
  if (kind === 'noData' || kind === 'index') return 'counts';
  const { ordinary, safetyCritical, except } = FLAG_EFFECTS[flag];
  return isSafetyCritical ? safetyCritical : (except?.[kind] ?? ordinary);
};

/** Of all flags together, the strictest one counts. */
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

/** The stricter of what holds for a record and for one of its values. */
export const stricter = (one: AlarmEffect, other: AlarmEffect): AlarmEffect =>
  one === 'suppressed' || other === 'suppressed' ? 'suppressed' : one === 'counts' ? other : one;
