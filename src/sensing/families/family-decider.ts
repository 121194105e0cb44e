import { accepted, type Decider } from '../../decider.ts';
import type { DeviceFamilyPublished } from './events.ts';

export type DeviceFamilyData = DeviceFamilyPublished['data'];

export interface DeviceFamilyCommand {
  readonly type: 'PublishDeviceFamily';
  /** Checked before (`check-references.ts`); the version follows from those before. */
  readonly data: Omit<DeviceFamilyData, 'familyVersion'>;
}

/** The version that counts now, or null. */
export type DeviceFamilyState = DeviceFamilyData | null;

export const familyStream = (family: string): string => `family-${family}`;

/** Members in one order, so that two versions can be compared as texts. */
const numbered = (data: DeviceFamilyCommand['data'], familyVersion: number): DeviceFamilyData => {
  const { family, name, models, rules, standard, caseMapping, simulator, source } = data;
  return { family, familyVersion, name, models, rules, standard, caseMapping, simulator, source };
};

/** Publishing again what holds already gives no version. */
export const deviceFamilyDecider: Decider<DeviceFamilyState, DeviceFamilyCommand, DeviceFamilyPublished> = {
  initialState: null,
  decide({ data }, state) {
    const last = state?.familyVersion ?? 0;
    if (state !== null && JSON.stringify(numbered(data, last)) === JSON.stringify(numbered(state, last)))
      return accepted();
    return accepted({ type: 'DeviceFamilyPublished', data: numbered(data, last + 1) });
  },
  evolve: (state, { data }) => (state !== null && state.familyVersion > data.familyVersion ? state : data),
};
