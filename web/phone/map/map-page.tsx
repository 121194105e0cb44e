import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { metresBetween } from '../../../src/geography/distance.ts';
import { LIGHT_SIGNS } from '../../shared/clock-light.tsx';
import { useSay } from '../../shared/language.ts';
import { AreaMap, type MapPin } from '../../shared/map/area-map.tsx';
import type { LonLat } from '../../shared/map/plane.ts';
import { useOwner } from '../../shared/me-context.ts';
import { useNow } from '../../shared/now.ts';
import { useIsIn } from '../../shared/session.ts';
import { useWord } from '../../shared/words.ts';
import { useRecords } from '../keep/records.ts';
import { useKnownPosition, usePosition } from '../report/position.ts';
import { PageHead } from '../shell/page-head.tsx';
import { TaskCard } from '../tasks/task-card.tsx';
import { cardsOf } from '../tasks/task-cards.ts';
import { taskQuery } from '../tasks/task-query.ts';
import { useKindWords } from '../tasks/use-kind-words.ts';
import { useKeptAreas } from './kept-areas.ts';

type Order = 'time' | 'distance';

/** My tasks on the kept borders and as a list, by what is due first or by what is nearest. */
const MapPage = () => {
  const say = useSay();
  const word = useWord();
  const me = useOwner();
  const now = useNow();
  const records = useRecords();
  const kindWords = useKindWords();
  const areas = useKeptAreas(me);
  const { data, dataUpdatedAt } = useQuery({ ...taskQuery, enabled: useIsIn() });
  const [order, setOrder] = useState<Order>('time');
  const [chosenId, setChosen] = useState<string>();
  const [lookAt, setLookAt] = useState<LonLat>();
  const [isAsked, setAsked] = useState(false);
  const known = useKnownPosition();
  const found = usePosition(isAsked);
  const here = found.position ?? known;

  const byTime = useMemo(
    () =>
      cardsOf(data?.items ?? [], records, me.userId, { listedAt: dataUpdatedAt, now }).filter(
        ({ done }) => done === undefined,
      ),
    [data, records, me.userId, dataUpdatedAt, now],
  );
  const cards = useMemo(
    () =>
      order === 'time' || here === null
        ? byTime
        : [...byTime].sort(
            (one, two) => metresBetween(here, one.task.location) - metresBetween(here, two.task.location),
          ),
    [byTime, order, here],
  );
  const pins = byTime.map(
    ({ task, kind }): MapPin => ({
      id: task.caseId,
      lon: task.location.lon,
      lat: task.location.lat,
      sign: LIGHT_SIGNS[task.light ?? 'parked'],
      className: `clock-light-${task.light ?? 'parked'}`,
      words: `${kindWords(kind)}${say('：', ': ')}${task.names.matter ?? word('sources', task.source)}`,
    }),
  );
  const choose = (id: string): void => {
    const task = byTime.find((card) => card.task.caseId === id)?.task;
    if (task === undefined) return;
    setChosen(id);
    setLookAt({ lon: task.location.lon, lat: task.location.lat });
  };
  const orders: readonly (readonly [Order, string])[] = [
    ['time', say('按时限', 'By time left')],
    ['distance', say('按距离', 'By distance')],
  ];
  return (
    <main className="page">
      <PageHead title={say('地图', 'Map')}>
        {byTime.length === 0
          ? say('没有等您办理的案件', 'Nothing waits for you')
          : say(`${byTime.length} 件待办`, `${byTime.length} to do`)}
      </PageHead>
      <AreaMap
        label={say('待办地图', 'Map of my tasks')}
        areas={areas}
        pins={pins}
        me={here ?? undefined}
        lookAt={lookAt}
        chosenId={chosenId}
        onChoose={choose}
      />
      <div className="map-orders">
        {orders.map(([each, words]) => (
          <button
            key={each}
            type="button"
            className="chip"
            aria-pressed={order === each}
            disabled={each === 'distance' && here === null}
            onClick={() => setOrder(each)}
          >
            {words}
          </button>
        ))}
        <button
          type="button"
          className="chip"
          onClick={() => {
            setAsked(true);
            if (here !== null) setLookAt({ lon: here.lon, lat: here.lat });
          }}
        >
          {say('◎ 我的位置', '◎ Where I am')}
        </button>
      </div>
      {here === null && isAsked && (
        <p className="hint" role="status">
          {found.status === 'looking'
            ? say('正在定位…', 'Looking…')
            : say('手机没有给出位置', 'The phone gives no position')}
        </p>
      )}
      <ul className="cards">
        {cards.map((card) => (
          <TaskCard
            key={card.task.caseId}
            card={card}
            here={here}
            isOpen={card.task.caseId === chosenId}
            onOpen={() => choose(card.task.caseId)}
          />
        ))}
      </ul>
    </main>
  );
};
export default MapPage;
