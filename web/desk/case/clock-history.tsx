import { useSay } from '../../shared/language.ts';
import { exactMoment, limitWords, spanWords } from '../../shared/time-left.ts';
import { useWord } from '../../shared/words.ts';
import type { CaseInFull } from '../queue/case-query.ts';

/** Every clock that ran for the case: its limit, when it began and is due, how far it was put off. */
export const ClockHistory = ({ clocks }: { readonly clocks: CaseInFull['clocks'] }) => {
  const say = useSay();
  const word = useWord();
  const states = {
    running: say('计时中', 'running'),
    paused: say('暂停计时', 'paused'),
    stopped: say('已停止', 'stopped'),
  };
  if (clocks.length === 0) return null;
  const inOrder = [...clocks].sort((one, other) => Date.parse(one.startedAt) - Date.parse(other.startedAt));
  return (
    <details>
      <summary>{say(`计时记录（${clocks.length}）`, `All clocks (${clocks.length})`)}</summary>
      <ul className="related">
        {inOrder.map((clock) => (
          <li key={`${clock.clock} ${clock.run}`}>
            {word('clocks', clock.clock)}
            {clock.run > 1 && say(`（第 ${clock.run} 次）`, ` (${clock.run})`)}{' '}
            {limitWords(clock.limit, clock.unit, word('limitUnits', clock.unit), say)}{' '}
            <span className="tag">{states[clock.state]}</span>
            <span className="second">
              {exactMoment(clock.startedAt)} → {exactMoment(clock.deadline)}
              {say(`，已用 ${spanWords(clock.usedMs, say)}`, `, ${spanWords(clock.usedMs, say)} used`)}
              {clock.overdue && say('，超时', ', overdue')}
              {clock.extensions > 0 &&
                say(`，延期 ${clock.extensions} 次`, `, extended ${clock.extensions} times`)}
              {clock.deferredMs > 0 &&
                say(
                  `，缓办 ${spanWords(clock.deferredMs, say)}`,
                  `, deferred for ${spanWords(clock.deferredMs, say)}`,
                )}
              {clock.deferredSince !== null &&
                say(
                  `，${exactMoment(clock.deferredSince)} 起缓办`,
                  `, deferred since ${exactMoment(clock.deferredSince)}`,
                )}
              {clock.state === 'paused' &&
                say(`，${exactMoment(clock.since)} 起暂停`, `, paused since ${exactMoment(clock.since)}`)}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
};
