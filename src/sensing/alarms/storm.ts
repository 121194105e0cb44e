import type { AlarmPolicy } from './events.ts';

/** State of one county. Times are the server's, in ms. */
export interface StormState {
  /** The last alarms, at most as many as begin a storm. */
  readonly raises: readonly number[];
  readonly storm: { readonly stormId: string; readonly raised: number } | null;
}

export const CALM: StormState = { raises: [], storm: null };

export type StormPolicy = AlarmPolicy['storm'];

/** An alarm is raised; the one that completes the number begins the storm and belongs to it. `stormId`: the storm to which it belongs. */
export const countRaise = (
  { count, windowSeconds }: StormPolicy,
  state: StormState,
  at: number,
  stormId: string,
): { readonly state: StormState; readonly began: boolean } => {
  const raises = [...state.raises.filter((time) => at - time < windowSeconds * 1000), at].slice(-count);
  if (state.storm !== null)
    return { state: { raises, storm: { ...state.storm, raised: state.storm.raised + 1 } }, began: false };
  if (raises.length < count) return { state: { raises, storm: null }, began: false };
  return { state: { raises, storm: { stormId, raised: raises.length } }, began: true };
};

/** When the storm ends unless another alarm is raised; undefined without a storm. */
export const stormEnd = ({ calmSeconds }: StormPolicy, { raises, storm }: StormState): number | undefined =>
  storm === null ? undefined : (raises.at(-1) ?? 0) + calmSeconds * 1000;
