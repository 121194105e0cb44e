const INTERVALS = 3;
const LEAST_MS = 300_000;

/** Without a sample for longer than this, something is missing: three of the device's report intervals, and five minutes at least. */
export const gapOf = (device: { readonly reportIntervalSeconds: number } | undefined): number =>
  Math.max(LEAST_MS, (device?.reportIntervalSeconds ?? 0) * 1000 * INTERVALS);
