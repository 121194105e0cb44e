import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { api, type Schemas, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useWord } from '../../shared/words.ts';
import { CASE } from '../queue/case-query.ts';

interface Props {
  readonly caseId: string;
  readonly parent: Schemas['LinkedCase'];
  readonly mayLink: boolean;
}

/** The case that this one was joined to, and why; as long as it is, it can be taken apart. */
export const Parent = ({ caseId, parent, mayLink }: Props) => {
  const say = useSay();
  const word = useWord();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [isAsking, setIsAsking] = useState(false);
  const [reason, setReason] = useState('');
  const unlink = useMutation({
    mutationFn: () =>
      take(api.POST('/api/v1/cases/{caseId}/unlink', { params: { path: { caseId } }, body: { reason } })),
    onSuccess: () => {
      setIsAsking(false);
      setReason('');
    },
    onError: (error) => message.error(error.message),
    onSettled: () => client.invalidateQueries({ queryKey: [CASE, caseId] }),
  });
  return (
    <div>
      <p>
        {say('已关联到', 'Joined to')}{' '}
        {parent.caseId === undefined ? (
          (parent.caseNumber ?? say('您无权查看的案件', 'a case that you may not see'))
        ) : (
          <Link href={`/cases/${parent.caseId}`}>{parent.caseNumber}</Link>
        )}{' '}
        {word('links', parent.kind)}
        <span className="second wrap">{parent.reason}</span>
      </p>
      {mayLink && parent.state === 'linked' && !isAsking && (
        <Button size="small" onClick={() => setIsAsking(true)}>
          {say('解除关联', 'Take apart')}
        </Button>
      )}
      {isAsking && (
        <p className="acts">
          <Input
            autoFocus
            value={reason}
            maxLength={200}
            aria-label={say('原因', 'Reason')}
            placeholder={say('为什么不是同一件', 'Why it is not the same')}
            onChange={(event) => setReason(event.target.value)}
          />
          <Button
            type="primary"
            disabled={reason.trim() === ''}
            loading={unlink.isPending}
            onClick={() => unlink.mutate()}
          >
            {say('解除关联', 'Take apart')}
          </Button>
          <Button onClick={() => setIsAsking(false)}>{say('返回', 'Back')}</Button>
        </p>
      )}
    </div>
  );
};
