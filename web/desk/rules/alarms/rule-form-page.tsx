import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form } from 'antd';
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { ApiError, api, type Schemas, take } from '../../../shared/api.ts';
import { useSay } from '../../../shared/language.ts';
import { ruleQuery } from '../../alarm/alarm-query.ts';
import { Loaded } from '../../list/loaded.tsx';
import { Problem } from '../../list/problem.tsx';
import { RuleTabs } from '../rule-tabs.tsx';
import { draftOf, type Entered } from './draft-of.ts';
import { DryRunPanel } from './dry-run-panel.tsx';
import { RuleForm, type RuleProblem } from './rule-form.tsx';
import { ALARM_RULE, ALARM_RULES, type Draft, pathOfRule } from './rule-query.ts';

const send = (draft: Draft, dryRun: boolean) =>
  take(
    api.PUT('/api/v1/alarm-rules/{ruleId}', {
      params: { path: { ruleId: draft.ruleId }, query: { dryRun } },
      body: draft as never,
    }),
  );

/** What the server names as wrong with a rule that it refused. */
const problemsIn = (error: Error | null): readonly RuleProblem[] => {
  const { errors, problems } = ((error instanceof ApiError ? error.problem : undefined) ?? {}) as {
    readonly errors?: readonly RuleProblem[];
    readonly problems?: readonly RuleProblem[];
  };
  return errors ?? problems ?? [];
};

const Editor = ({ initial }: { readonly initial: Draft | undefined }) => {
  const say = useSay();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [form] = Form.useForm<Entered>();
  const [tried, setTried] = useState<Draft>();
  const trial = useRef<HTMLDivElement>(null);
  const entered = (): Draft =>
    draftOf({ ...form.getFieldsValue(true), ...(initial === undefined ? {} : { ruleId: initial.ruleId }) });
  const publish = useMutation({
    mutationFn: async (draft: Draft) => {
      const checked = await send(draft, true);
      const problems = 'problems' in checked ? checked.problems : [];
      if (problems.length > 0) return { problems };
      await send(draft, false);
      return { problems };
    },
    onSuccess: async ({ problems }, { ruleId }) => {
      if (problems.length > 0) return;
      await Promise.all(
        [ALARM_RULES, ALARM_RULE].map((key) => client.invalidateQueries({ queryKey: [key] })),
      );
      navigate(pathOfRule(ruleId));
    },
  });
  const refused = problemsIn(publish.error);
  return (
    <>
      <RuleForm
        form={form}
        initial={initial}
        problems={publish.data?.problems ?? refused}
        onFinish={() => publish.mutate(entered())}
      >
        {refused.length === 0 && <Problem error={publish.error} />}
        <p className="acts">
          <Button type="primary" htmlType="submit" loading={publish.isPending}>
            {initial === undefined ? say('发布', 'Publish') : say('发布新版本', 'Publish the next version')}
          </Button>
          <Button
            onClick={() =>
              form.validateFields().then(
                () => {
                  setTried(entered());
                  requestAnimationFrame(() => trial.current?.scrollIntoView({ block: 'start' }));
                },
                () => undefined,
              )
            }
          >
            {say('试算', 'Dry run')}
          </Button>
          <Button
            onClick={() => navigate(initial === undefined ? '/rules/alarms' : pathOfRule(initial.ruleId))}
          >
            {say('取消', 'Cancel')}
          </Button>
        </p>
      </RuleForm>
      <div ref={trial}>
        {tried !== undefined && (
          <DryRunPanel key={JSON.stringify(tried)} draft={tried} isCompared={initial !== undefined} />
        )}
      </div>
    </>
  );
};

const draftIn = ({
  retired: _retired,
  history: _history,
  ruleVersion: _ruleVersion,
  ...draft
}: Schemas['AlarmRuleWithHistory']): Draft => draft;

/** A new rule, or the next version of one. */
export const AlarmRuleFormPage = ({ ruleId }: { readonly ruleId?: string }) => {
  const say = useSay();
  const rule = useQuery({ ...ruleQuery(ruleId ?? ''), enabled: ruleId !== undefined });
  const title =
    ruleId === undefined ? say('新告警规则', 'New alarm rule') : say('修改告警规则', 'Change an alarm rule');
  return (
    <main className="queue-list">
      <RuleTabs />
      <header className="rule-head">
        <h2>{title}</h2>
      </header>
      {ruleId === undefined ? (
        <Editor initial={undefined} />
      ) : rule.data === undefined ? (
        <Loaded of={rule}>{null}</Loaded>
      ) : (
        <Editor key={ruleId} initial={draftIn(rule.data)} />
      )}
    </main>
  );
};
