import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { api, type Schemas, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { useNow } from '../../shared/now.ts';
import { exactMoment, momentWords } from '../../shared/time-left.ts';
import { Loaded } from '../list/loaded.tsx';
import { AssignmentWords } from './assignment-words.tsx';
import { RIGHTS_CHANGES, rightsChangesQuery, USERS, usersQuery } from './people-query.ts';
import { PeopleTabs } from './people-tabs.tsx';

type Waiting = Schemas['WaitingRightsChange'];

const WaitingChange = ({ waiting }: { readonly waiting: Waiting }) => {
  const say = useSay();
  const now = useNow();
  const me = useOwner();
  const client = useQueryClient();
  const { message } = App.useApp();
  const users = useQuery(usersQuery);
  const [reason, setReason] = useState('');
  const { userId, loginName, requestId, change, requestedBy, at } = waiting;
  const person = users.data?.items.find((each) => each.userId === userId);
  const asker = users.data?.items.find((each) => each.userId === requestedBy);
  const assignment =
    change.kind === 'assign'
      ? change.assignment
      : person?.assignments.find(({ assignmentId }) => assignmentId === change.assignmentId);
  const decide = useMutation({
    mutationFn: (isApproved: boolean) => {
      const init = { params: { path: { userId, requestId } }, body: { reason } };
      return take(
        isApproved
          ? api.POST('/api/v1/users/{userId}/rights-changes/{requestId}/approval', init)
          : api.POST('/api/v1/users/{userId}/rights-changes/{requestId}/refusal', init),
      );
    },
    onError: (error) => message.error(error.message),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: [RIGHTS_CHANGES] }),
        client.invalidateQueries({ queryKey: [USERS] }),
      ]),
  });
  const isMine = requestedBy === me.userId;
  return (
    <li>
      <p>
        <strong>
          {change.kind === 'assign' ? say('授予', 'Give') : say('收回', 'Take back')}{' '}
          {person?.displayName ?? loginName}
        </strong>{' '}
        {assignment !== undefined && <AssignmentWords assignment={assignment} />}
        <span className="second">
          {say('申请人 ', 'asked by ')}
          {asker?.displayName ?? ''}{' '}
          <time title={exactMoment(at)}>{momentWords(Date.parse(at), now, say)}</time>
        </span>
      </p>
      <p className="acts">
        <Input
          className="filter-text"
          value={reason}
          maxLength={500}
          aria-label={say('意见', 'Opinion')}
          placeholder={say('意见', 'Opinion')}
          onChange={(event) => setReason(event.target.value)}
        />
        {!isMine && (
          <Button type="primary" loading={decide.isPending} onClick={() => decide.mutate(true)}>
            {say('批准', 'Approve')}
          </Button>
        )}
        <Button loading={decide.isPending} onClick={() => decide.mutate(false)}>
          {isMine ? say('撤回申请', 'Take the request back') : say('不批准', 'Refuse')}
        </Button>
        {isMine && (
          <span className="hint">{say('须由另一位授权管理员批准', 'Somebody else has to approve it')}</span>
        )}
      </p>
    </li>
  );
};

/** Changes of rights that wait for a second person. */
const RightsChangesPage = () => {
  const say = useSay();
  const asked = useQuery(rightsChangesQuery);
  const items = asked.data?.items ?? [];
  return (
    <main className="queue-list">
      <h1 className="unseen">{say('待批授权', 'Rights to approve')}</h1>
      <PeopleTabs />
      <Loaded of={asked}>
        {items.length === 0 ? (
          <p className="state">{say('没有待批准的授权变更。', 'No change of rights waits for approval.')}</p>
        ) : (
          <ul className="card related">
            {items.map((waiting) => (
              <WaitingChange key={waiting.requestId} waiting={waiting} />
            ))}
          </ul>
        )}
      </Loaded>
    </main>
  );
};
export default RightsChangesPage;
