import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { Loaded } from '../list/loaded.tsx';
import { AlarmActs } from './alarm-acts.tsx';
import { AlarmCurve } from './alarm-curve.tsx';
import { AlarmFacts } from './alarm-facts.tsx';
import { AlarmHead } from './alarm-head.tsx';
import { alarmQuery } from './alarm-query.ts';
import { AlarmTimeline } from './alarm-timeline.tsx';

/** One alarm: what it is, what its device measured, what happened, and what can be done. */
const AlarmPage = ({ alarmId }: { readonly alarmId: string }) => {
  const say = useSay();
  const asked = useQuery(alarmQuery(alarmId));
  const alarm = asked.data;
  if (asked.error instanceof ApiError && asked.error.status === 404)
    return (
      <p className="centred">
        {say('没有这个告警，或者您无权查看。', 'There is no such alarm, or you may not see it.')}
      </p>
    );
  return (
    <main className="case-page">
      <Loaded of={asked}>
        {alarm !== undefined && (
          <>
            <div className="case-top">
              <AlarmHead alarm={alarm} />
            </div>
            <div className="case-columns">
              <section className="card">
                <AlarmFacts alarm={alarm} />
                <AlarmCurve alarm={alarm} />
              </section>
              <section className="card">
                <AlarmTimeline alarmId={alarmId} unit={alarm.unit} />
              </section>
              <section className="card">
                <h3>{say('办理', 'What to do')}</h3>
                <AlarmActs alarm={alarm} />
              </section>
            </div>
          </>
        )}
      </Loaded>
    </main>
  );
};
export default AlarmPage;
