import { useQueries } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { useNow } from '../../shared/now.ts';
import { mayDo } from '../../shared/session.ts';
import { momentWords } from '../../shared/time-left.ts';
import { AlarmCurve } from '../alarm/alarm-curve.tsx';
import { alarmQuery } from '../alarm/alarm-query.ts';
import { LevelMark } from '../alarm/level-mark.tsx';
import type { CaseInFull } from '../queue/case-query.ts';

/** A storm may have joined hundreds to a case. */
const SHOWN = 5;

/** The alarms of a case, the latest with its curve. */
const CaseAlarms = ({ shown: { alarmIds } }: { readonly shown: CaseInFull }) => {
  const say = useSay();
  const now = useNow();
  const me = useOwner();
  const latest = alarmIds.slice(-SHOWN).reverse();
  const alarms = useQueries({
    queries: latest.map((alarmId) => ({ ...alarmQuery(alarmId), enabled: mayDo(me, 'alarm:read') })),
  }).flatMap(({ data }) => data ?? []);
  if (alarms.length === 0) return null;
  return (
    <section aria-label={say('关联告警', 'Alarms')}>
      <h3>{say('关联告警', 'Alarms')}</h3>
      <ul className="related">
        {alarms.map(({ alarmId, severity, ruleName, deviceName, raisedAt, state }) => (
          <li key={alarmId}>
            <LevelMark severity={severity} /> <Link href={`/alarms/${alarmId}`}>{ruleName}</Link>
            <span className="second">
              {deviceName} · {momentWords(Date.parse(raisedAt), now, say)} ·{' '}
              {state === 'active' ? say('未解除', 'active') : say('已解除', 'cleared')}
            </span>
          </li>
        ))}
      </ul>
      {alarmIds.length > SHOWN && (
        <p className="hint">
          {say(
            `共 ${alarmIds.length} 个告警，列出最近 ${SHOWN} 个`,
            `${alarmIds.length} alarms, the latest ${SHOWN} are listed`,
          )}
        </p>
      )}
      {alarms[0] !== undefined && <AlarmCurve alarm={alarms[0]} />}
    </section>
  );
};
export default CaseAlarms;
