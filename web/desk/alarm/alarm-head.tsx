import { useSay } from '../../shared/language.ts';
import { useNow } from '../../shared/now.ts';
import { momentWords } from '../../shared/time-left.ts';
import type { Alarm } from './alarm-query.ts';
import { LevelMark } from './level-mark.tsx';

export const AlarmHead = ({ alarm }: { readonly alarm: Alarm }) => {
  const say = useSay();
  const now = useNow();
  return (
    <header className="case-head">
      <h2>
        <LevelMark severity={alarm.severity} /> {alarm.ruleName}
      </h2>
      <p>
        {alarm.deviceName} · {momentWords(Date.parse(alarm.raisedAt), now, say)} ·{' '}
        {alarm.state === 'active' ? say('未解除', 'Active') : say('已解除', 'Cleared')}
        {alarm.acknowledgedAt === null
          ? say(' · 未确认', ' · not acknowledged')
          : say(
              ` · ${momentWords(Date.parse(alarm.acknowledgedAt), now, say)} 已确认`,
              ` · acknowledged ${momentWords(Date.parse(alarm.acknowledgedAt), now, say)}`,
            )}
      </p>
    </header>
  );
};
