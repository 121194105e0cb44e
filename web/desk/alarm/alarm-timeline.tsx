import { useQuery } from '@tanstack/react-query';
import { useSay } from '../../shared/language.ts';
import { useWord } from '../../shared/words.ts';
import type { Severity } from '../curve/curve.tsx';
import { Loaded } from '../list/loaded.tsx';
import { Moment } from '../list/moment.tsx';
import { alarmTimelineQuery } from './alarm-query.ts';
import { LevelMark } from './level-mark.tsx';

/** What events of an alarm hold that is worth a line. */
interface Said {
  readonly severity?: Severity;
  readonly value?: number | null;
  readonly unit?: string;
  readonly cause?: string;
  readonly opinion?: string | null;
}

/** What happened to an alarm, newest first. */
export const AlarmTimeline = ({ alarmId, unit }: { readonly alarmId: string; readonly unit: string }) => {
  const say = useSay();
  const word = useWord();
  const asked = useQuery(alarmTimelineQuery(alarmId));
  const causeOf = (type: string, cause: string): string =>
    word(type === 'AlarmCleared' ? 'clearCauses' : 'escalationCauses', cause);
  return (
    <section aria-label={say('经过', 'History')}>
      <h3>{say('经过', 'History')}</h3>
      <Loaded of={asked}>
        <ol className="timeline">
          {[...(asked.data?.items ?? [])].reverse().map(({ version, type, at, actorName, data }) => {
            const { severity, value, cause, opinion } = data as Said;
            return (
              <li key={version}>
                <Moment at={at} />
                <p>
                  <strong>{word('alarmEvents', type)}</strong>{' '}
                  {severity !== undefined && <LevelMark severity={severity} />}{' '}
                  {typeof value === 'number' && `${value} ${unit}`} {actorName}
                  {cause !== undefined && <span className="second">{causeOf(type, cause)}</span>}
                  {opinion && <span className="second wrap">{opinion}</span>}
                </p>
              </li>
            );
          })}
        </ol>
      </Loaded>
    </section>
  );
};
