import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { api, type Schemas, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { CASE } from '../queue/case-query.ts';
import { LinkedCase } from './linked-case.tsx';
import { ReasonForm } from './reason-form.tsx';

interface Props {
  readonly caseId: string;
  readonly parent: Schemas['LinkedCase'];
  readonly mayLink: boolean;
}

/** The case that this one was joined to, and why; as long as it is, it can be taken apart. */
export const Parent = ({ caseId, parent, mayLink }: Props) => {
  const say = useSay();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [isAsking, setIsAsking] = useState(false);
  const unlink = useMutation({
    mutationFn: (reason: string) =>
      take(api.POST('/api/v1/cases/{caseId}/unlink', { params: { path: { caseId } }, body: { reason } })),
    onSuccess: () => setIsAsking(false),
    onError: (error) => message.error(error.message),
    onSettled: () => client.invalidateQueries({ queryKey: [CASE, caseId] }),
  });
  return (
    <div>
      <p>
        {say('已关联到', 'Joined to')} <LinkedCase of={parent} />
      </p>
      {mayLink && parent.state === 'linked' && !isAsking && (
        <Button size="small" onClick={() => setIsAsking(true)}>
          {say('解除关联', 'Take apart')}
        </Button>
      )}
      {isAsking && (
        <ReasonForm
          placeholder={say('为什么不是同一件', 'Why it is not the same')}
          act={say('解除关联', 'Take apart')}
          back={say('返回', 'Back')}
          isBusy={unlink.isPending}
          onAct={unlink.mutate}
          onBack={() => setIsAsking(false)}
        />
      )}
    </div>
  );
};
