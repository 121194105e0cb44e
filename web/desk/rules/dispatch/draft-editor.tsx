import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { api, take } from '../../../shared/api.ts';
import { useSay } from '../../../shared/language.ts';
import { Problem } from '../../list/problem.tsx';
import { SureButton } from '../../list/sure-button.tsx';
import { DISPATCH_RULES, type DispatchRule, publishRules, type RuleSet } from './dispatch-query.ts';
import { DispatchRuleForm } from './dispatch-rule-form.tsx';
import { RuleSetTable } from './rule-set-table.tsx';
import { TrialReport } from './trial-report.tsx';

const freshRule = (): DispatchRule =>
  ({
    ruleId: `rule-${crypto.randomUUID()}`,
    name: '',
    enabled: true,
    when: {},
    outcome: { department: 'suggested', priority: 'normal', supervisingBody: null, automaticFor: [] },
  }) as DispatchRule;

/** A draft of the whole set: rules are changed, moved, added; tried on the latest cases; then published as one. */
export const DraftEditor = ({
  present,
  onDone,
}: {
  readonly present: RuleSet;
  readonly onDone: () => void;
}) => {
  const say = useSay();
  const client = useQueryClient();
  const [rules, setRules] = useState<readonly DispatchRule[]>(present.rules);
  const [name, setName] = useState(present.name);
  const [source, setSource] = useState(present.source);
  const [editing, setEditing] = useState<DispatchRule>();
  const trial = useMutation({
    mutationFn: () =>
      take(api.POST('/api/v1/dispatch-rules/dry-run/recent-cases', { body: { rules: rules as never } })),
  });
  const publish = useMutation({
    mutationFn: () => publishRules({ name: name.trim(), source: source.trim(), rules: [...rules] }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [DISPATCH_RULES] });
      onDone();
    },
  });
  const change = (next: readonly DispatchRule[]): void => {
    setRules(next);
    trial.reset();
  };
  const put = (rule: DispatchRule): void => {
    const isKnown = rules.some(({ ruleId }) => ruleId === rule.ruleId);
    change(isKnown ? rules.map((each) => (each.ruleId === rule.ruleId ? rule : each)) : [rule, ...rules]);
    setEditing(undefined);
  };
  const move = (at: number, by: number): void => {
    const next = [...rules];
    const [moved] = next.splice(at, 1);
    next.splice(at + by, 0, moved!);
    change(next);
  };
  return (
    <section aria-label={say('草稿', 'Draft')}>
      <p className="acts above-table">
        <Button onClick={() => setEditing(freshRule())}>{say('＋ 新规则', '+ New rule')}</Button>
        <span className="hint">
          {say(
            '从上到下，第一条符合的规则决定。发布前不生效。',
            'The first rule that fits decides. Nothing holds before it is published.',
          )}
        </span>
      </p>
      {editing !== undefined && (
        <DispatchRuleForm
          key={editing.ruleId}
          rule={editing}
          onDone={put}
          onCancel={() => setEditing(undefined)}
        />
      )}
      <RuleSetTable
        rules={rules}
        acts={({ ruleId, ...rule }, at) => (
          <span className="acts">
            <Button
              size="small"
              disabled={at === 0}
              aria-label={say(`上移 ${rule.name}`, `Move ${rule.name} up`)}
              onClick={() => move(at, -1)}
            >
              ↑
            </Button>
            <Button
              size="small"
              disabled={at === rules.length - 1}
              aria-label={say(`下移 ${rule.name}`, `Move ${rule.name} down`)}
              onClick={() => move(at, 1)}
            >
              ↓
            </Button>
            <Button size="small" onClick={() => setEditing({ ruleId, ...rule })}>
              {say('修改', 'Change')}
            </Button>
            <Button size="small" onClick={() => change(rules.filter((each) => each.ruleId !== ruleId))}>
              {say('去掉', 'Remove')}
            </Button>
          </span>
        )}
      />
      <Form layout="vertical" className="fields publish-fields">
        <Form.Item label={say('名称', 'Name')} htmlFor="rules-name">
          <Input
            id="rules-name"
            maxLength={100}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </Form.Item>
        <Form.Item label={say('依据', 'Source')} htmlFor="rules-source">
          <Input
            id="rules-source"
            maxLength={500}
            value={source}
            onChange={({ target }) => setSource(target.value)}
          />
        </Form.Item>
      </Form>
      <Problem error={trial.error} />
      <Problem error={publish.error} />
      <p className="acts">
        <Button loading={trial.isPending} onClick={() => trial.mutate()}>
          {say('用最近案件试算', 'Try on the latest cases')}
        </Button>
        <SureButton
          type="primary"
          disabled={name.trim() === '' || source.trim() === ''}
          loading={publish.isPending}
          question={say('发布后立即用于新案件，确定？', 'It holds for new cases at once. Sure?')}
          onSure={() => publish.mutate()}
        >
          {say('发布', 'Publish')}
        </SureButton>
        <Button onClick={onDone}>{say('放弃草稿', 'Give the draft up')}</Button>
      </p>
      {trial.data !== undefined && <TrialReport trial={trial.data} rules={[...rules, ...present.rules]} />}
    </section>
  );
};
