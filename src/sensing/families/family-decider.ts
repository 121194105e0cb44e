import { accepted, type Decider } from '../../commands/decider.ts';
import type { DeviceFamilyPublished } from './events.ts';
import { sameContent } from './same-content.ts';

export type DeviceFamilyData = DeviceFamilyPublished['data'];

export interface DeviceFamilyCommand {
  readonly type: 'PublishDeviceFamily';
  /** Already checked (`check-references.ts`); the version follows the previous ones. */
  readonly data: Omit<DeviceFamilyData, 'familyVersion'>;
}

/** The version in force, or null. */
export type DeviceFamilyState = DeviceFamilyData | null;

export const familyStream = (family: string): string => `family-${family}`;

/** Publishing unchanged content again creates no version. */
export const deviceFamilyDecider: Decider<DeviceFamilyState, DeviceFamilyCommand, DeviceFamilyPublished> = {
  initialState: null,
  decide({ data }, state) {
    const familyVersion = state?.familyVersion ?? 0;
    if (state !== null && sameContent(state, { ...data, familyVersion })) return accepted();
    return accepted({ type: 'DeviceFamilyPublished', data: { ...data, familyVersion: familyVersion + 1 } });
  },
  evolve: (state, { data }) => (state !== null && state.familyVersion > data.familyVersion ? state : data),
};
