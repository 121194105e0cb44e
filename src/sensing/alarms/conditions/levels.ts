import type { Levels } from '../events.ts';

export const isBeyond = (
  { direction, raiseAt }: Pick<Levels, 'direction' | 'raiseAt'>,
  value: number,
): boolean => (direction === 'above' ? value >= raiseAt : value <= raiseAt);

/** If both levels are equal, a value on the line still counts as beyond it. */
export const isBack = ({ direction, raiseAt, clearAt }: Levels, value: number): boolean =>
  direction === 'above' ? value < raiseAt && value <= clearAt : value > raiseAt && value >= clearAt;
