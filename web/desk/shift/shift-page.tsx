import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useSay } from '../../shared/language.ts';
import { Loaded } from '../list/loaded.tsx';
import { MoreButton } from '../list/more-button.tsx';
import { HandoverForm } from './handover-form.tsx';
import { HandoverList } from './handover-list.tsx';
import { endedQuery, waitingQuery } from './shift-query.ts';
import { useMyPosts } from './use-my-posts.ts';

/** One shift hands over to the next: what waits to be taken over, my own handover, and what there was. */
const ShiftPage = () => {
  const say = useSay();
  const posts = useMyPosts();
  const waiting = useQuery(waitingQuery);
  const ended = useInfiniteQuery(endedQuery);
  const past = ended.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <main className="account">
      <h1>{say('交接班', 'Handing over')}</h1>
      <div className="account-columns">
        <section className="card" aria-label={say('待接班', 'To be taken over')}>
          <h2>{say('待接班', 'To be taken over')}</h2>
          <Loaded of={waiting}>
            {waiting.data?.items.length === 0 ? (
              <p className="hint">{say('没有等待接班的记录。', 'Nothing waits to be taken over.')}</p>
            ) : (
              <HandoverList items={waiting.data?.items ?? []} />
            )}
          </Loaded>
          <h2 className="handovers-past">{say('交接记录', 'What there was')}</h2>
          <Loaded of={ended}>
            {past.length === 0 ? (
              <p className="hint">{say('还没有交接记录。', 'Nothing yet.')}</p>
            ) : (
              <HandoverList items={past} />
            )}
            <MoreButton of={ended} />
          </Loaded>
        </section>
        {posts.length > 0 && <HandoverForm roles={posts} />}
      </div>
    </main>
  );
};
export default ShiftPage;
