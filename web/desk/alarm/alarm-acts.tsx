import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Radio } from 'antd';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';
import type { Severity } from '../curve/curve.tsx';
import { Problem } from '../list/problem.tsx';
import { ALARM, ALARMS, type Alarm } from './alarm-query.ts';
import { LevelMark } from './level-mark.tsx';
import { SilenceForm } from './silence-form.tsx';

const LEVELS: readonly Severity[] = ['blue', 'yellow', 'orange', 'red'];
const MOST_CHARACTERS = 2000;

interface ActProps {
  readonly alarm: Alarm;
  readonly onDone: () => void;
}

/** What changes an alarm changes its lists, too. */
const useAct = <Body,>(alarmId: string, act: (body: Body) => Promise<unknown>, onDone: () => void) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: onDone,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: [ALARM, alarmId] }),
        client.invalidateQueries({ queryKey: [ALARMS] }),
      ]),
  });
};

const Acknowledge = ({ alarm: { alarmId }, onDone }: ActProps) => {
  const say = useSay();
  const act = useAct(
    alarmId,
    (body: { opinion: string }) =>
      take(api.POST('/api/v1/alarms/{alarmId}/acknowledgement', { params: { path: { alarmId } }, body })),
    onDone,
  );
  return (
    <Form<{ opinion?: string }>
      layout="vertical"
      className="step-form"
      aria-label={say('确认告警', 'Acknowledge')}
      onFinish={({ opinion = '' }) => act.mutate({ opinion })}
    >
      <Form.Item name="opinion" label={say('意见（可不填）', 'Opinion (may be left out)')}>
        <Input.TextArea autoFocus rows={2} maxLength={MOST_CHARACTERS} />
      </Form.Item>
      <Problem error={act.error} />
      <p className="acts">
        <Button type="primary" htmlType="submit" loading={act.isPending}>
          {say('确认', 'Acknowledge')}
        </Button>
        <Button onClick={onDone}>{say('取消', 'Cancel')}</Button>
      </p>
    </Form>
  );
};

const Escalate = ({ alarm: { alarmId, severity }, onDone }: ActProps) => {
  const say = useSay();
  const higher = LEVELS.slice(LEVELS.indexOf(severity) + 1);
  const act = useAct(
    alarmId,
    (body: { severity: Severity; opinion: string }) =>
      take(api.POST('/api/v1/alarms/{alarmId}/escalation', { params: { path: { alarmId } }, body })),
    onDone,
  );
  return (
    <Form<{ severity: Severity; opinion: string }>
      layout="vertical"
      className="step-form"
      aria-label={say('提升级别', 'Raise the level')}
      initialValues={{ severity: higher[0] }}
      onFinish={(body) => act.mutate(body)}
    >
      <Form.Item name="severity" label={say('提升为', 'To')}>
        <Radio.Group>
          {higher.map((level) => (
            <Radio key={level} value={level}>
              <LevelMark severity={level} />
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <Form.Item
        name="opinion"
        label={say('原因', 'Reason')}
        rules={[{ required: true, whitespace: true, message: say('请填写原因', 'Enter the reason') }]}
      >
        <Input.TextArea rows={2} maxLength={MOST_CHARACTERS} />
      </Form.Item>
      <Problem error={act.error} />
      <p className="acts">
        <Button type="primary" htmlType="submit" loading={act.isPending}>
          {say('提升级别', 'Raise the level')}
        </Button>
        <Button onClick={onDone}>{say('取消', 'Cancel')}</Button>
      </p>
    </Form>
  );
};

/** Why something cannot be done. */
const Why = ({ words }: { readonly words: string | undefined }) =>
  words === undefined ? null : <span className="second">{words}</span>;

/** What this person can do with an alarm; one form at a time. */
export const AlarmActs = ({ alarm }: { readonly alarm: Alarm }) => {
  const say = useSay();
  const me = useOwner();
  const [open, setOpen] = useState<'acknowledge' | 'escalate' | 'silence'>();
  const onDone = () => setOpen(undefined);
  const notNow = alarm.state === 'active' ? undefined : say('告警已解除', 'it is cleared');
  const mayAcknowledge = mayDo(me, 'alarm:acknowledge');
  const maySilence = mayDo(me, 'alarm:silence');
  if (open === 'acknowledge') return <Acknowledge alarm={alarm} onDone={onDone} />;
  if (open === 'escalate') return <Escalate alarm={alarm} onDone={onDone} />;
  if (open === 'silence') return <SilenceForm alarm={alarm} onDone={onDone} />;
  if (!mayAcknowledge && !maySilence)
    return (
      <p className="hint">{say('此告警没有您可以办理的事项。', 'There is nothing here for you to do.')}</p>
    );
  return (
    <section className="case-acts" aria-label={say('可以办理', 'What can be done')}>
      {mayAcknowledge && (
        <>
          <Button
            type={notNow === undefined && alarm.acknowledgedAt === null ? 'primary' : 'default'}
            className="blocked"
            disabled={alarm.acknowledgedAt !== null || notNow !== undefined}
            onClick={() => setOpen('acknowledge')}
          >
            {say('确认', 'Acknowledge')}
            <Why words={alarm.acknowledgedAt === null ? notNow : say('已确认', 'done')} />
          </Button>
          <Button
            className="blocked"
            disabled={notNow !== undefined || alarm.severity === 'red'}
            onClick={() => setOpen('escalate')}
          >
            {say('提升级别', 'Raise the level')}
            <Why words={alarm.severity === 'red' ? say('已是最高级', 'at its highest') : notNow} />
          </Button>
        </>
      )}
      {maySilence && <Button onClick={() => setOpen('silence')}>{say('屏蔽', 'Silence')}</Button>}
    </section>
  );
};
