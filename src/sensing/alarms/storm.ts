import type { AlarmPolicy } from './events.ts';

/** Of one county. Times in ms of the server. */
export interface StormState {
  /** The last alarms, as many as begin a storm at most. */
  readonly raises: readonly number[];
  readonly storm: { readonly stormId: string; readonly raised: number } | null;
}

export const CALM: StormState = { raises: [], storm: null };

export type StormPolicy = AlarmPolicy['storm'];

/** An alarm is raised; the one that makes the number full begins the storm and belongs to it. `stormId` is the storm's if it does. */
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

/** When a storm is over unless another alarm is raised; undefined without one. */
export const stormEnd = ({ calmSeconds }: StormPolicy, { raises, storm }: StormState): number | undefined =>
  storm === null ? undefined : (raises.at(-1) ?? 0) + calmSeconds * 1000;
