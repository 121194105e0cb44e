import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import type { Filled, Transition } from '../../shared/step/take-step.ts';
import { useWord } from '../../shared/words.ts';
import { saidIn } from '../case/said.ts';
import { Moment } from '../list/moment.tsx';
import { timelineQuery } from '../queue/case-query.ts';

interface Props {
  readonly caseId: string;
  readonly transition: Transition;
  readonly mine: Filled;
  /** Takes the step over what the other one did; left out where it is not possible any more. */
  readonly onStill?: (() => void) | undefined;
  readonly onGiveUp: () => void;
}

/** What somebody else did to the case beside what was about to be sent, and the question what now. */
export const BothVersions = ({ caseId, transition, mine, onStill, onGiveUp }: Props) => {
  const say = useSay();
  const word = useWord();
  const me = useOwner();
  const theirs = useQuery(timelineQuery(caseId)).data?.items.findLast(
    ({ actor }) => actor.startsWith('user:') && actor !== `user:${me.userId}`,
  );
  return (
    <div>
      {theirs !== undefined && (
        <section aria-label={say('对方的', 'Theirs')}>
          <strong>{say('对方已办：', 'Done: ')}</strong>
          {theirs.actorName} {word('caseEvents', theirs.type)} <Moment at={theirs.at} />
          <span className="second wrap">{saidIn(theirs.data)}</span>
        </section>
      )}
      <section aria-label={say('我的', 'Mine')}>
        <strong>{say('我的（未提交）：', 'Mine, not sent: ')}</strong>
        {say(transition.name, transition.nameEn)}
        <span className="second wrap">{saidIn(mine)}</span>
      </section>
      <p className="acts">
        {onStill !== undefined && (
          <Button size="small" onClick={onStill}>
            {say('看过了，继续办我的', 'I have seen it: go on with mine')}
          </Button>
        )}
        <Button size="small" onClick={onGiveUp}>
          {say('以对方为准，放弃我的', 'Keep theirs, drop mine')}
        </Button>
      </p>
    </div>
  );
};
