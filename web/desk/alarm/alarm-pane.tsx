import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { Loaded } from '../list/loaded.tsx';
import { AlarmActs } from './alarm-acts.tsx';
import { AlarmCurve } from './alarm-curve.tsx';
import { AlarmFacts } from './alarm-facts.tsx';
import { AlarmHead } from './alarm-head.tsx';
import { alarmQuery } from './alarm-query.ts';
import { AlarmTimeline } from './alarm-timeline.tsx';

/** The current alarm beside the list. */
export const AlarmPane = ({ alarmId }: { readonly alarmId: string }) => {
  const say = useSay();
  const asked = useQuery(alarmQuery(alarmId));
  const alarm = asked.data;
  return (
    <Loaded of={asked}>
      {alarm !== undefined && (
        <>
          <AlarmHead alarm={alarm} />
          <AlarmActs alarm={alarm} />
          <AlarmFacts alarm={alarm} />
          <AlarmCurve alarm={alarm} />
          <AlarmTimeline alarmId={alarmId} unit={alarm.unit} />
          <p>
            <Link href={`/alarms/${alarmId}`}>{say('打开告警', 'Open the alarm')}</Link>
          </p>
        </>
      )}
    </Loaded>
  );
};
