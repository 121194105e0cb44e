import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd-mobile';
import { useMemo, useState } from 'react';
import { isAway } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { useNow } from '../../shared/now.ts';
import { useIsIn } from '../../shared/session.ts';
import { momentWords } from '../../shared/time-left.ts';
import { useRecords } from '../keep/records.ts';
import { useKnownPosition } from '../report/position.ts';
import { PageHead } from '../shell/page-head.tsx';
import { TaskCard } from './task-card.tsx';
import { type CardFilter, cardCounts, cardsOf, passes } from './task-cards.ts';
import { taskQuery } from './task-query.ts';
import { useKindWords } from './use-kind-words.ts';

/** What waits for me, by time left; the first with its acts open. */
export const TaskPage = () => {
  const say = useSay();
  const me = useOwner();
  const now = useNow();
  const records = useRecords();
  const here = useKnownPosition();
  const kindWords = useKindWords();
  const { data, error, dataUpdatedAt, isPending, refetch, isFetching } = useQuery({
    ...taskQuery,
    enabled: useIsIn(),
  });
  const [filter, setFilter] = useState<CardFilter>();
  const [openId, setOpen] = useState<string>();

  const cards = useMemo(
    () => cardsOf(data?.items ?? [], records, me.userId, { listedAt: dataUpdatedAt, now }),
    [data, records, me.userId, dataUpdatedAt, now],
  );
  const counts = cardCounts(cards);
  const active = counts.some((each) => each.filter === filter) ? filter : undefined;
  const shown = cards.filter((card) => passes(card, active));
  const firstOpen =
    openId !== undefined && shown.some(({ task }) => task.caseId === openId)
      ? openId
      : shown[0]?.done === undefined
        ? shown[0]?.task.caseId
        : undefined;

  return (
    <main className="page">
      <PageHead title={say('待办', 'To do')}>
        {data === undefined
          ? me.displayName
          : say(
              `${me.displayName}　${momentWords(dataUpdatedAt, now, say)} 的数据`,
              `${me.displayName}, as of ${momentWords(dataUpdatedAt, now, say)}`,
            )}
      </PageHead>
      {error !== null && !isAway(error) && (
        <p className="problem" role="alert">
          {error.message}
        </p>
      )}
      {data === undefined && (
        <p className="state">
          {isPending && isFetching
            ? say('正在读取…', 'Loading…')
            : say('现在没有网络，还没有存下的待办。', 'There is no network, and no list is kept yet.')}
          {!isFetching && (
            <Button className="act" onClick={() => void refetch()}>
              {say('重试', 'Try again')}
            </Button>
          )}
        </p>
      )}
      {counts.length > 0 && (
        <div className="counts">
          {counts.map(({ filter: each, count }) => (
            <button
              key={each}
              type="button"
              className={each === 'overdue' ? 'count count-overdue' : 'count'}
              aria-pressed={each === active}
              onClick={() => setFilter(each === active ? undefined : each)}
            >
              <strong>{count}</strong>
              {kindWords(each)}
            </button>
          ))}
        </div>
      )}
      {data !== undefined && cards.length === 0 && (
        <p className="state">
          {say('没有等您办理的案件，有了会出现在这里。', 'Nothing waits for you. It will be shown here.')}
        </p>
      )}
      <ul className="cards">
        {shown.map((card) => (
          <TaskCard
            key={card.task.caseId}
            card={card}
            here={here}
            isOpen={card.task.caseId === firstOpen}
            onOpen={() => setOpen(card.task.caseId)}
          />
        ))}
      </ul>
      {data?.nextCursor !== null && data !== undefined && (
        <p className="hint">
          {say('还有更多，办完前面的会继续显示', 'There are more; they follow when these are done')}
        </p>
      )}
    </main>
  );
};
