import { storableJson } from '../../../platform/storable-json.ts';
import type { DetectionState } from '../conditions/detection.ts';
import type { ArmedRule } from '../rule-book.ts';
import { QUIET, type RuleState } from '../rule-state.ts';
import { type DeviceUnit, type GroupUnit, ruleIdOf, stateKey, trackPart } from './units.ts';

/** Tracks of one device that a rule keeps apart at a time; what is detected beyond them is watched as one, and told as one. */
export const MAX_TRACKS = 200;

/** A track has begun no alarm that any other of the device's ended ones began before: the same start again is another alarm. */
export const stateOf = (unit: DeviceUnit, key: string): RuleState => {
  const known = unit.states.get(key);
  if (known !== undefined) return known;
  const lastSince = unit.states.get(ruleIdOf(key))?.lastSince;
  return lastSince === undefined || trackPart(key) === '' ? QUIET : { lastSince };
};

/** Nothing is raised, and nothing that was detected counts for what comes. */
const isQuiet = ({ raised, raises, condition }: RuleState): boolean => {
  const { on = false, hits = [] } = (condition as DetectionState | undefined) ?? {};
  return raised === undefined && (raises ?? []).length === 0 && !on && hits.length === 0;
};

/** Keeps a state; of a track that has become quiet only when its last alarm began, with the rule. */
export const setState = (unit: DeviceUnit | GroupUnit, key: string, state: RuleState): void => {
  if (trackPart(key) === '' || !isQuiet(state)) unit.states.set(key, state);
  else forgetTrack(unit, key, state);
};

const forgetTrack = (unit: DeviceUnit | GroupUnit, key: string, { lastSince }: RuleState): void => {
  unit.states.delete(key);
  if (lastSince === undefined) return;
  const ruleId = ruleIdOf(key);
  const whole = unit.states.get(ruleId) ?? QUIET;
  const last = Math.max(lastSince, whole.lastSince ?? lastSince);
  if (last !== whole.lastSince) unit.states.set(ruleId, { ...whole, lastSince: last });
};

/** Where the rule stands for a track; for the device as a whole where too many others are watched already. */
export const keyOfTrack = (
  unit: DeviceUnit,
  { rule }: ArmedRule,
  track: string | undefined,
  seen: number,
): string => {
  const { ruleId, condition } = rule;
  // As the memory of the engine will give it back.
  const key = stateKey(ruleId, track && JSON.parse(storableJson(track)));
  if (track === undefined || unit.states.has(key) || condition.kind !== 'detection') return key;
  const tracks = [...unit.states].filter(([other]) => other !== ruleId && ruleIdOf(other) === ruleId);
  if (tracks.length < MAX_TRACKS) return key;
  // Of a rule that counts several detections: those that stayed alone longer than its window.
  const past = tracks.filter(([, state]) => {
    const { lastSeen = seen } = (state.condition as DetectionState | undefined) ?? {};
    return state.raised === undefined && lastSeen + condition.windowSeconds * 1000 <= seen;
  });
  for (const [other, state] of past) forgetTrack(unit, other, state);
  return past.length > 0 ? key : ruleId;
};
