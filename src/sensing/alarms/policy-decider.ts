import { accepted, type Decider } from '../../commands/decider.ts';
import type { AlarmPolicy, AlarmPolicyPublished } from './events.ts';

export interface AlarmPolicyCommand {
  readonly type: 'PublishAlarmPolicy';
  readonly data: Omit<AlarmPolicy, 'policyVersion'>;
}

const isSame = ({ storm: a, source }: AlarmPolicy, { storm: b, ...other }: AlarmPolicyCommand['data']) =>
  source === other.source &&
  a.count === b.count &&
  a.windowSeconds === b.windowSeconds &&
  a.calmSeconds === b.calmSeconds &&
  a.exemptFrom === b.exemptFrom;

/** The definition of an alarm storm for the whole deployment; published as a whole, and unchanged content creates no version. */
export const alarmPolicyDecider: Decider<AlarmPolicy | null, AlarmPolicyCommand, AlarmPolicyPublished> = {
  initialState: null,
  decide({ data }, state) {
    if (state !== null && isSame(state, data)) return accepted();
    const policyVersion = (state?.policyVersion ?? 0) + 1;
    return accepted({ type: 'AlarmPolicyPublished', data: { ...data, policyVersion } });
  },
  // The last one counts; a version number is never reused.
  evolve: (state, { data }) => ({
    ...data,
    policyVersion: Math.max(state?.policyVersion ?? 0, data.policyVersion),
  }),
};
