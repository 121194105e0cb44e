import { useSay } from './language.ts';
import { useNow } from './now.ts';
import { type ClockMark, exactMoment, type Timed, timeLeft } from './time-left.ts';

/** Never colour alone: each light has a form of its own. */
export const LIGHT_SIGNS: Readonly<Record<ClockMark, string>> = {
  green: '●',
  yellow: '▲',
  red: '■',
  parked: '‖',
  none: '–',
};

/** The light of a clock with how long there is; the exact moment on hover. */
export const ClockLight = ({ timed }: { readonly timed: Timed }) => {
  const say = useSay();
  const { mark, words } = timeLeft(timed, useNow(), say);
  return (
    <span
      className={`clock-light clock-light-${mark}`}
      title={timed.dueAt ? exactMoment(timed.dueAt) : undefined}
    >
      <span aria-hidden="true">{LIGHT_SIGNS[mark]}</span> {words}
    </span>
  );
};
