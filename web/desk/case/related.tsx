import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';
import { useWord } from '../../shared/words.ts';
import { CASE, type CaseInFull, candidatesQuery } from '../queue/case-query.ts';
import { LinkedCase } from './linked-case.tsx';
import { Parent } from './parent.tsx';
import { ReasonForm } from './reason-form.tsx';
import { Reasons } from './reasons.tsx';

/** Cases that may tell of the same, and those that are joined to this one. */
export const Related = ({ shown }: { readonly shown: CaseInFull }) => {
  const say = useSay();
  const word = useWord();
  const me = useOwner();
  const client = useQueryClient();
  const { message } = App.useApp();
  const { caseId, relations } = shown;
  const mayLink = mayDo(me, 'case:link');
  const { data } = useQuery({ ...candidatesQuery(caseId), enabled: mayLink && !relations.setAside });
  const [linking, setLinking] = useState<string>();
  const link = useMutation({
    mutationFn: (to: { readonly parentId: string; readonly reason: string }) =>
      take(
        api.POST('/api/v1/cases/{caseId}/link', {
          params: { path: { caseId } },
          body: { ...to, kind: 'duplicate' },
        }),
      ),
    onSuccess: () => setLinking(undefined),
    onError: (error) => message.error(error.message),
    onSettled: () => client.invalidateQueries({ queryKey: [CASE, caseId] }),
  });
  const candidates = data?.items ?? [];
  const { parent, children } = relations;
  if (candidates.length === 0 && children.length === 0 && parent === null) return null;
  return (
    <section aria-label={say('相关案件', 'Related cases')}>
      <h3>{say('相关案件', 'Related cases')}</h3>
      {parent !== null && <Parent caseId={caseId} parent={parent} mayLink={mayLink} />}
      <ul className="related">
        {children.map((child) => (
          <li key={child.caseId ?? child.at}>
            <LinkedCase of={child} />
          </li>
        ))}
        {candidates.map(
          ({ caseId: other, caseNumber, description, address, distanceM, stage, likely, reasons }) => (
            <li key={other}>
              <p>
                <Link href={`/cases/${other}`}>{caseNumber}</Link> {word('stages', stage)}
                {likely && <span className="tag">{say('疑似重复', 'Likely the same')}</span>}
                <span className="second">
                  {[say(`相距 ${distanceM} 米`, `${distanceM} m away`), address, description]
                    .filter((part) => part !== '')
                    .join(' · ')}
                </span>
                <Reasons reasons={reasons} />
              </p>
              {linking === other ? (
                <ReasonForm
                  placeholder={say('为什么是同一件', 'Why it is the same')}
                  act={say('关联', 'Join')}
                  back={say('取消', 'Cancel')}
                  isBusy={link.isPending}
                  onAct={(reason) => link.mutate({ parentId: other, reason })}
                  onBack={() => setLinking(undefined)}
                />
              ) : (
                <Button size="small" onClick={() => setLinking(other)}>
                  {say('关联重复', 'Join as a duplicate')}
                </Button>
              )}
            </li>
          ),
        )}
      </ul>
    </section>
  );
};
