import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { exactMoment } from '../../shared/time-left.ts';
import { Loaded } from '../list/loaded.tsx';
import { windowsText } from './days.ts';

/** Who changed the calendar, when, why, and what. */
export const CalendarChanges = ({ division }: { readonly division: string }) => {
  const say = useSay();
  const changes = useQuery({
    queryKey: ['calendar', 'changes', division],
    queryFn: () => take(api.GET('/api/v1/calendar/changes', { params: { query: { division } } })),
  });
  const items = changes.data?.items ?? [];
  return (
    <section aria-label={say('调整记录', 'Changes')}>
      <h2>{say('调整记录', 'Changes')}</h2>
      <Loaded of={changes}>
        {items.length === 0 ? (
          <p className="hint">{say('没有本地调整。', 'None.')}</p>
        ) : (
          <ul className="related">
            {items.map((change) => (
              <li key={`${change.divisionCode} ${change.localVersion}`}>
                {exactMoment(change.setAt)} {change.divisionName} {change.setByName ?? say('系统', 'System')}
                ：{change.reason}
                <span className="second">
                  {[
                    ...change.added.map(
                      ({ day, kind }) => `＋${day} ${kind === 'off' ? say('休', 'off') : say('班', 'work')}`,
                    ),
                    ...change.removed.map(({ day }) => `－${day}`),
                    ...(change.windowsChanged
                      ? [
                          change.windows === null
                            ? say('工作时间随上级', 'hours as above')
                            : windowsText(change.windows),
                        ]
                      : []),
                  ].join(say('，', ', '))}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
};
