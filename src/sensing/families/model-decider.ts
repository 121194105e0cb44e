import { accepted, type Decider } from '../../decider.ts';
import { deviceModelSchema } from '../device-model.ts';
import type { DeviceModelPublished } from '../events.ts';

type DeviceModelData = DeviceModelPublished['data'];

export interface DeviceModelCommand {
  readonly type: 'PublishDeviceModel';
  /** Checked before; the version follows from those before. */
  readonly data: Omit<DeviceModelData, 'modelVersion'>;
}

/** The version that counts now, or null. */
export type DeviceModelState = DeviceModelData | null;

export const deviceModelStream = (modelId: string): string => `model-${modelId}`;

/** Parsed, so that members stand in one order however they were sent. */
const content = (data: DeviceModelCommand['data']): string =>
  JSON.stringify(deviceModelSchema.parse({ ...data, modelVersion: 1 }));

/** Publishing again what holds already gives no version. */
export const deviceModelDecider: Decider<DeviceModelState, DeviceModelCommand, DeviceModelPublished> = {
  initialState: null,
  decide: ({ data }, state) =>
    state !== null && content(state) === content(data)
      ? accepted()
      : accepted({
          type: 'DeviceModelPublished',
          data: { ...data, modelVersion: (state?.modelVersion ?? 0) + 1 },
        }),
  evolve: (state, { data }) => (state !== null && state.modelVersion > data.modelVersion ? state : data),
};
