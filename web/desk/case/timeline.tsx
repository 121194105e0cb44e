import { useQuery } from '@tanstack/react-query';
import { useSay } from '../../shared/language.ts';
import { useWord } from '../../shared/words.ts';
import { Loaded } from '../list/loaded.tsx';
import { Moment } from '../list/moment.tsx';
import { timelineQuery } from '../queue/case-query.ts';
import { saidIn } from './said.ts';

/** Who acted without an account. */
const THE_PUBLIC = 'public';

/** Changes of a clock's colour: of no step, and many. */
const LIGHTS_CHANGED = 'CaseLightChanged';

/** 办理过程: what happened, by whom and with which words, newest first. */
export const Timeline = ({ caseId, most }: { readonly caseId: string; readonly most?: number }) => {
  const say = useSay();
  const word = useWord();
  const asked = useQuery(timelineQuery(caseId));
  const events = [...(asked.data?.items ?? [])].filter(({ type }) => type !== LIGHTS_CHANGED).reverse();
  return (
    <section aria-label={say('办理过程', 'History')}>
      <h3>{say('办理过程', 'History')}</h3>
      <Loaded of={asked}>
        <ol className="timeline">
          {events.slice(0, most).map(({ version, type, at, actor, actorName, data }) => (
            <li key={version}>
              <Moment at={at} />
              <p>
                <strong>{word('caseEvents', type)}</strong>{' '}
                {actorName ?? (actor === THE_PUBLIC ? say('群众', 'The public') : say('系统', 'System'))}
                {'score' in data && ` ${say(`${data.score} 分`, `${data.score} of 5`)}`}
                {saidIn(data) !== undefined && <span className="second wrap">{saidIn(data)}</span>}
              </p>
            </li>
          ))}
        </ol>
        {most !== undefined && events.length > most && (
          <p className="hint">
            {say(
              `还有 ${events.length - most} 条，见案件页`,
              `${events.length - most} more on the case's page`,
            )}
          </p>
        )}
      </Loaded>
    </section>
  );
};
