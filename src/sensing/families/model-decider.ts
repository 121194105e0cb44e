import { accepted, type Decider } from '../../commands/decider.ts';
import type { DeviceModelPublished } from '../events.ts';
import { sameContent } from './same-content.ts';

type DeviceModelData = DeviceModelPublished['data'];

export interface DeviceModelCommand {
  readonly type: 'PublishDeviceModel';
  /** Already checked; the version follows the previous ones. */
  readonly data: Omit<DeviceModelData, 'modelVersion'>;
}

/** The version in force, or null. */
export type DeviceModelState = DeviceModelData | null;

export const deviceModelStream = (modelId: string): string => `model-${modelId}`;

/** Publishing unchanged content again creates no version. */
export const deviceModelDecider: Decider<DeviceModelState, DeviceModelCommand, DeviceModelPublished> = {
  initialState: null,
  decide({ data }, state) {
    const modelVersion = state?.modelVersion ?? 0;
    if (state !== null && sameContent(state, { ...data, modelVersion })) return accepted();
    return accepted({ type: 'DeviceModelPublished', data: { ...data, modelVersion: modelVersion + 1 } });
  },
  evolve: (state, { data }) => (state !== null && state.modelVersion > data.modelVersion ? state : data),
};
