import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { ApiError, api, take } from '../../../shared/api.ts';
import { useSay } from '../../../shared/language.ts';
import { useOwner } from '../../../shared/me-context.ts';
import { mayDo } from '../../../shared/session.ts';
import { useWord } from '../../../shared/words.ts';
import { ruleQuery } from '../../alarm/alarm-query.ts';
import { LevelMark } from '../../alarm/level-mark.tsx';
import { useModels } from '../../device/device-query.ts';
import { FactList, type FactRow } from '../../list/fact-list.tsx';
import { Loaded } from '../../list/loaded.tsx';
import { Problem } from '../../list/problem.tsx';
import { MatterName } from '../../places/matter-name.tsx';
import { RuleTabs } from '../rule-tabs.tsx';
import { Versions } from '../versions.tsx';
import { DryRunPanel } from './dry-run-panel.tsx';
import { durationWords } from './duration.ts';
import { ALARM_RULE, ALARM_RULES, type AlarmRule, pathOfRule } from './rule-query.ts';
import { useConditionWords } from './use-condition-words.ts';

const Retirement = ({ ruleId, onDone }: { readonly ruleId: string; readonly onDone: () => void }) => {
  const say = useSay();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const retire = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/v1/alarm-rules/{ruleId}/retirement', {
          params: { path: { ruleId } },
          body: { reason: reason.trim() },
        }),
      ),
    onSuccess: async () => {
      await Promise.all(
        [ALARM_RULES, ALARM_RULE].map((key) => client.invalidateQueries({ queryKey: [key] })),
      );
      onDone();
    },
  });
  return (
    <section className="step-form narrow" aria-label={say('停用规则', 'Retire the rule')}>
      <p>{say('停用后，此规则未解除的告警将解除。', 'Its alarms are cleared.')}</p>
      <Input.TextArea
        rows={2}
        maxLength={500}
        aria-label={say('停用原因', 'Reason')}
        placeholder={say('停用原因', 'Reason')}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
      <Problem error={retire.error} />
      <p className="acts">
        <Button
          danger
          disabled={reason.trim() === ''}
          loading={retire.isPending}
          onClick={() => retire.mutate()}
        >
          {say('停用', 'Retire')}
        </Button>
        <Button onClick={onDone}>{say('取消', 'Cancel')}</Button>
      </p>
    </section>
  );
};

/** One rule: its condition in words, what it opens, its versions, and a dry run. */
export const AlarmRulePage = ({ ruleId }: { readonly ruleId: string }) => {
  const say = useSay();
  const word = useWord();
  const me = useOwner();
  const models = useModels();
  const wordsOf = useConditionWords();
  const asked = useQuery(ruleQuery(ruleId));
  const [open, setOpen] = useState<'trial' | 'retirement'>();
  const rule = asked.data;
  const mayManage = mayDo(me, 'rule:manage');
  if (asked.error instanceof ApiError && asked.error.status === 404)
    return (
      <p className="centred">
        {say('没有这条规则，或者您无权查看。', 'There is no such rule, or you may not see it.')}
      </p>
    );
  const hoursOf = ({ days, from, to }: NonNullable<AlarmRule['schedule']>[number]): string => {
    const names = days.map((day) => say('一二三四五六日'[day - 1]!, String(day)));
    return say(`周${names.join('、')} ${from}–${to}`, `days ${names.join()} ${from}–${to}`);
  };
  const escalationOf = ({ afterSeconds, severity }: NonNullable<AlarmRule['escalation']>[number]): string =>
    say(
      `${durationWords(afterSeconds, say)}无人确认升为${word('severities', severity)}`,
      `${word('severities', severity)} after ${durationWords(afterSeconds, say)} without acknowledgement`,
    );
  const factsOf = ({
    schedule = [],
    escalation = [],
    ...shown
  }: NonNullable<typeof rule>): readonly FactRow[] => [
    [say('条件', 'Condition'), wordsOf(shown)],
    [
      say('案件', 'Case'),
      <span key="case">
        {word('caseScopes', shown.caseScope)}
        {shown.matterCode !== null && (
          <>
            ，<MatterName code={shown.matterCode} />
          </>
        )}
      </span>,
    ],
    [say('时段', 'Hours'), schedule.map(hoursOf).join(say('；', '; ')) || undefined],
    [say('升级', 'Escalation'), escalation.map(escalationOf).join(say('，', ', ')) || undefined],
    [say('依据', 'Source'), shown.source],
  ];
  const published = (rule?.history ?? []).filter(({ type }) => type === 'AlarmRulePublished');
  const retirement = rule?.history.find(({ type }) => type === 'AlarmRuleRetired');
  const draftIn = (data: unknown) => {
    const { ruleVersion: _ruleVersion, ...draft } = data as Omit<AlarmRule, 'retired'>;
    return draft;
  };
  return (
    <main className="queue-list">
      <RuleTabs />
      <Loaded of={asked}>
        {rule !== undefined && (
          <>
            <header className="rule-head">
              <div>
                <h2>{rule.name}</h2>
                <p>
                  <LevelMark severity={rule.severity} /> ·{' '}
                  {models.find(({ modelId }) => modelId === rule.modelId)?.name}
                  {rule.deviceIds !== null &&
                    say(`，${rule.deviceIds.length} 台设备`, `, ${rule.deviceIds.length} devices`)}
                  {rule.retired && ` · ${say('已停用', 'retired')}`}
                  {rule.retired &&
                    retirement !== undefined &&
                    `：${(retirement.data as { reason?: string }).reason}`}
                </p>
              </div>
              {mayManage && (
                <p className="acts">
                  <Link href={`${pathOfRule(ruleId)}/edit`} className="link-button">
                    {rule.retired ? say('修改并重新启用', 'Change and use again') : say('修改', 'Change')}
                  </Link>
                  <Button onClick={() => setOpen(open === 'trial' ? undefined : 'trial')}>
                    {say('试算', 'Dry run')}
                  </Button>
                  {!rule.retired && (
                    <Button danger onClick={() => setOpen('retirement')}>
                      {say('停用…', 'Retire…')}
                    </Button>
                  )}
                </p>
              )}
            </header>
            {open === 'retirement' && <Retirement ruleId={ruleId} onDone={() => setOpen(undefined)} />}
            <section className="card" aria-label={say('规则内容', 'What it says')}>
              <FactList isWide rows={factsOf(rule)} />
            </section>
            {open === 'trial' && <DryRunPanel draft={draftIn(published[0]?.data)} isCompared={false} />}
            <Versions
              of={asked}
              versions={published.map(({ at, by, byName, data }) => {
                const version = data as unknown as AlarmRule;
                return {
                  version: version.ruleVersion,
                  publishedAt: at,
                  publishedBy: by,
                  publishedByName: byName,
                  about: `${word('severities', version.severity)}${say('；', '; ')}${wordsOf(version)}`,
                };
              })}
              mayManage={mayManage}
              reinstate={(version) =>
                take(
                  api.PUT('/api/v1/alarm-rules/{ruleId}', {
                    params: { path: { ruleId }, query: {} },
                    body: draftIn(
                      published.find(({ data }) => (data as { ruleVersion?: number }).ruleVersion === version)
                        ?.data,
                    ) as never,
                  }),
                )
              }
              queryKeys={[[ALARM_RULES], [ALARM_RULE]]}
            />
          </>
        )}
      </Loaded>
    </main>
  );
};
