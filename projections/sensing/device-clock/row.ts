import { type ClockSamples, clockSkewOf } from '../../../src/sensing/quality/clock-skew.ts';
import type { DeviceClockRow } from './table.ts';

/** `samples`: at least one. */
export const toRow = (deviceId: string, samples: ClockSamples): DeviceClockRow => {
  const { medianMs, spreadMs, proposedCorrectionMs } = clockSkewOf(samples);
  return {
    device_id: deviceId,
    samples,
    sampled_at: new Date(samples[samples.length - 1]!.minute * 60_000).toISOString(),
    median_ms: medianMs,
    spread_ms: spreadMs,
    proposed_correction_ms: proposedCorrectionMs,
  };
};
