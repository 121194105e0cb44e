import { ClockLight } from '../../shared/clock-light.tsx';
import { useSay } from '../../shared/language.ts';
import { useNow } from '../../shared/now.ts';
import { exactMoment, limitWords, momentWords, spanWords } from '../../shared/time-left.ts';
import { useWord } from '../../shared/words.ts';
import type { CaseInFull } from '../queue/case-query.ts';
import { ClockHistory } from './clock-history.tsx';

/** The bar is drawn to a little more than the limit, so that what is over it can be seen. */
const BAR_SHARE = 1.15;
const percent = (share: number): number => Math.min(100, Math.max(0, (share / BAR_SHARE) * 100));

/** The clock of the present stage as a bar, with its limit, and what the whole case has taken. */
export const Clocks = ({ shown }: { readonly shown: CaseInFull }) => {
  const say = useSay();
  const word = useWord();
  const now = useNow();
  const clock = shown.clocks.find((each) => each.clock === shown.clock && each.state !== 'stopped');
  const end = shown.closedAt === null ? now : Date.parse(shown.closedAt);
  const taken = spanWords(Math.max(0, end - Date.parse(shown.reportedAt)), say);
  const others = shown.clocks.filter((each) => each.extensions > 0 || each.deferredMs > 0);
  return (
    <section className="clocks" aria-label={say('时限', 'Time')}>
      {clock !== undefined && (
        <>
          <p className="ends">
            <span>
              {word('clocks', clock.clock)}{' '}
              {limitWords(clock.limit, clock.unit, word('limitUnits', clock.unit), say)}
              {clock.provisional && <span className="tag">{say('暂定', 'provisional')}</span>}
            </span>
            <ClockLight timed={shown} />
          </p>
          {clock.usedShare !== null && (
            <svg className="clock-bar" viewBox="0 0 100 4" preserveAspectRatio="none" role="img">
              <title>
                {say(
                  `已用 ${Math.round(clock.usedShare * 100)}%`,
                  `${Math.round(clock.usedShare * 100)} % used`,
                )}
              </title>
              <rect className="clock-bar-whole" width="100" height="4" />
              <rect
                className={`clock-bar-used clock-bar-${clock.light}`}
                width={percent(Math.min(1, clock.usedShare))}
                height="4"
              />
              {clock.usedShare > 1 && (
                <rect
                  className="clock-bar-over"
                  x={percent(1)}
                  width={percent(Math.min(BAR_SHARE, clock.usedShare)) - percent(1)}
                  height="4"
                />
              )}
              <rect className="clock-bar-limit" x={percent(1)} width="0.4" height="4" />
            </svg>
          )}
          <p className="ends">
            <time dateTime={clock.startedAt} title={exactMoment(clock.startedAt)}>
              {momentWords(Date.parse(clock.startedAt), now, say)} {say('起', 'begun')}
            </time>
            <time dateTime={clock.deadline} title={exactMoment(clock.deadline)}>
              {momentWords(Date.parse(clock.deadline), now, say)} {say('到期', 'due')}
            </time>
          </p>
        </>
      )}
      <p className="ends">
        <span>
          {say('全程', 'In all')} {say(`已用 ${taken}`, taken)}
        </span>
        <span>
          {others.length === 0
            ? say('无延期、缓办', 'no extension or deferral')
            : others
                .map(
                  ({ clock: name, extensions, deferredMs }) =>
                    `${word('clocks', name)}${say('', ': ')}${[
                      ...(extensions > 0 ? [say(`延期 ${extensions} 次`, `${extensions} extensions`)] : []),
                      ...(deferredMs > 0
                        ? [
                            say(
                              `缓办 ${spanWords(deferredMs, say)}`,
                              `deferred for ${spanWords(deferredMs, say)}`,
                            ),
                          ]
                        : []),
                    ].join(say('、', ', '))}`,
                )
                .join(say('，', ', '))}
        </span>
      </p>
      <ClockHistory clocks={shown.clocks} />
    </section>
  );
};
