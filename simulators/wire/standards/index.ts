import type { WireStandard } from '../../../devices/wire/index.ts';
import type { WireProfile } from '../../../src/device-families/simulator-profile.ts';
import type { ProfileReport } from '../../profile-source.ts';
import { SIMULATED_GB26875 } from './gb26875.ts';
import { SIMULATED_HJ212 } from './hj212.ts';
import { SIMULATED_SL651 } from './sl651.ts';
import type { SimulatedFrame, SimulatedStandard } from './standard.ts';

/** Every standard as the simulators play it. */
export const SIMULATED: { readonly [Standard in WireStandard]: SimulatedStandard<Standard> } = {
  hj212: SIMULATED_HJ212,
  sl651: SIMULATED_SL651,
  gb26875: SIMULATED_GB26875,
};

/** Frames of a device for one report, by the profile of its model. */
export const framesOf = (
  report: ProfileReport,
  profile: WireProfile,
  device: { readonly aliasId: string; readonly serial: number },
): readonly SimulatedFrame[] =>
  // The profile is that of its standard.
  (SIMULATED[profile.standard] as SimulatedStandard<WireStandard>).framesOf(report, profile, device);
