import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useWord } from '../../shared/words.ts';
import { SelectField } from '../fields/select-field.tsx';
import { Loaded } from '../list/loaded.tsx';
import { Problem } from '../list/problem.tsx';
import { OpenWorkTable } from './open-work-table.tsx';
import { colleaguesQuery, HANDOVERS, openWorkQuery, type Role } from './shift-query.ts';

interface Entered {
  readonly toId?: string;
  readonly notes?: string;
}

/** Hands over a post: what is open now, who is expected next, and what they have to know. */
export const HandoverForm = ({ roles }: { readonly roles: readonly Role[] }) => {
  const say = useSay();
  const word = useWord();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const { message } = App.useApp();
  const [role, setRole] = useState<Role>(roles[0]!);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const work = useQuery(openWorkQuery(role));
  const colleagues = useQuery(colleaguesQuery(role)).data?.items ?? [];
  const send = useMutation({
    mutationFn: ({ toId, notes = '' }: Entered) =>
      take(
        api.POST('/api/v1/shift-handovers', {
          body: { role, notes, ...(toId === undefined ? {} : { toId }) },
          headers: { 'idempotency-key': key },
        }),
      ),
    onSuccess: async ({ handoverId }) => {
      setKey(crypto.randomUUID());
      await client.invalidateQueries({ queryKey: [HANDOVERS] });
      message.success(say('已交班，等待接班人确认', 'Handed over; it waits for the next shift'));
      navigate(`/shift/${handoverId}`);
    },
  });
  return (
    <section className="card" aria-label={say('我要交班', 'Hand over')}>
      <h2>{say('我要交班', 'Hand over')}</h2>
      <Form<Entered> layout="vertical" requiredMark={false} onFinish={(entered) => send.mutate(entered)}>
        {roles.length > 1 && (
          <Form.Item label={say('岗位', 'Post')}>
            <Select
              aria-label={say('岗位', 'Post')}
              value={role}
              onChange={setRole}
              options={roles.map((each) => ({ value: each, label: word('roles', each) }))}
            />
          </Form.Item>
        )}
        <SelectField
          path={['toId']}
          label={say('接班人（可不选，同岗位的人都能接）', 'Who is next (may be left open)')}
          isOptional
          options={colleagues.map(({ userId, name }) => ({ value: userId, label: name }))}
          notFoundContent={say('没有同岗位的人', 'Nobody else holds this post')}
        />
        <Form.Item name="notes" label={say('需要交代的事', 'What the next shift has to know')}>
          <Input.TextArea rows={3} maxLength={2000} showCount />
        </Form.Item>
        <Problem error={send.error} />
        <Button type="primary" htmlType="submit" loading={send.isPending}>
          {say('交班', 'Hand over')}
        </Button>
      </Form>
      <h3 className="handovers-past">{say('此刻在办', 'Open now')}</h3>
      <Loaded of={work}>{work.data !== undefined && <OpenWorkTable work={work.data} />}</Loaded>
    </section>
  );
};
