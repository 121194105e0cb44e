import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { exactMoment } from '../../shared/time-left.ts';
import { useWord } from '../../shared/words.ts';
import { FactList, type FactRow } from '../list/fact-list.tsx';
import { Loaded } from '../list/loaded.tsx';
import { Problem } from '../list/problem.tsx';
import { SureButton } from '../list/sure-button.tsx';
import { PlaceName } from '../places/place-name.tsx';
import { useStateWords } from './handover-list.tsx';
import { OpenWorkTable } from './open-work-table.tsx';
import { HANDOVERS, type HandoverInFull, handoverQuery } from './shift-query.ts';

const TakeOver = ({ handoverId }: { readonly handoverId: string }) => {
  const say = useSay();
  const client = useQueryClient();
  const [remark, setRemark] = useState('');
  const takeOver = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/v1/shift-handovers/{handoverId}/acknowledgement', {
          params: { path: { handoverId } },
          body: { remark },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: [HANDOVERS] }),
  });
  return (
    <div className="on-screen">
      <Input.TextArea
        rows={2}
        maxLength={2000}
        value={remark}
        aria-label={say('接班备注', 'Remark')}
        placeholder={say('接班备注（可不填）', 'Remark (may be left out)')}
        onChange={(event) => setRemark(event.target.value)}
      />
      <Problem error={takeOver.error} />
      <p className="acts handover-acts">
        <Button type="primary" loading={takeOver.isPending} onClick={() => takeOver.mutate()}>
          {say('确认接班', 'Take over')}
        </Button>
      </p>
    </div>
  );
};

const Withdraw = ({ handoverId }: { readonly handoverId: string }) => {
  const say = useSay();
  const client = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () =>
      take(api.POST('/api/v1/shift-handovers/{handoverId}/withdrawal', { params: { path: { handoverId } } })),
    onSettled: () => client.invalidateQueries({ queryKey: [HANDOVERS] }),
  });
  return (
    <div className="on-screen">
      <Problem error={withdraw.error} />
      <SureButton
        question={say('撤回这次交班？', 'Withdraw this handover?')}
        loading={withdraw.isPending}
        onSure={() => withdraw.mutate()}
      >
        {say('撤回交班', 'Withdraw')}
      </SureButton>
    </div>
  );
};

const Shown = ({ shown }: { readonly shown: HandoverInFull }) => {
  const say = useSay();
  const word = useWord();
  const me = useOwner();
  const stateWords = useStateWords();
  const comma = say('，', ', ');
  const facts: readonly FactRow[] = [
    [
      say('岗位', 'Post'),
      <>
        {word('roles', shown.role)} · <PlaceName code={shown.divisionCode} />
        {shown.departmentName === null ? '' : ` · ${shown.departmentName}`}
      </>,
    ],
    [say('交班人', 'From'), [shown.fromName ?? '—', exactMoment(shown.at)].join(comma)],
    [say('接班人', 'Next'), shown.takenByName ?? shown.toName ?? say('未指定', 'Left open')],
    [
      say('状态', 'State'),
      [stateWords(shown), ...(shown.endedAt === null ? [] : [exactMoment(shown.endedAt)])].join(comma),
    ],
    [say('交代的事', 'Notes'), shown.notes || say('无', 'None')],
    [say('接班备注', 'Remark'), shown.remark || undefined],
  ];
  return (
    <section className="card handover">
      <h1>{say('交接班记录单', 'Handover of a shift')}</h1>
      <FactList rows={facts} />
      {shown.state === 'waiting' &&
        (shown.fromId === me.userId ? (
          <Withdraw handoverId={shown.handoverId} />
        ) : (
          <TakeOver handoverId={shown.handoverId} />
        ))}
      <OpenWorkTable work={shown} />
      <div className="on-paper">
        <p>{say('交班人签字：', 'Signature, from:')}</p>
        <p>{say('接班人签字：', 'Signature, next:')}</p>
      </div>
    </section>
  );
};

/** One handover, as it was made, to be taken over or printed. */
const HandoverPage = ({ handoverId }: { readonly handoverId: string }) => {
  const say = useSay();
  const asked = useQuery(handoverQuery(handoverId));
  return (
    <main className="account">
      <p className="acts on-screen handover-acts">
        <Link href="/shift">{say('← 交接班', '← Handing over')}</Link>
        <Button onClick={() => window.print()}>{say('打印', 'Print')}</Button>
      </p>
      <Loaded of={asked}>{asked.data !== undefined && <Shown shown={asked.data} />}</Loaded>
    </main>
  );
};
export default HandoverPage;
