import { useMutation } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { api, take } from '../../../shared/api.ts';
import { useSay } from '../../../shared/language.ts';
import { DAY_MS } from '../../curve/readings-query.ts';
import { Problem } from '../../list/problem.tsx';
import { DivisionSelect } from '../../places/division-select.tsx';
import { DryRunReport } from './dry-run-report.tsx';
import type { Draft } from './rule-query.ts';

const SPANS = [1, 3, 7, 30] as const;

/** What a rule would have done in the last days, on what the devices sent; nothing is raised. */
export const DryRunPanel = ({
  draft,
  isCompared,
}: {
  readonly draft: Draft;
  /** With the version in force. */
  readonly isCompared: boolean;
}) => {
  const say = useSay();
  const [days, setDays] = useState<number>(SPANS[0]);
  const [division, setDivision] = useState<string>();
  const run = useMutation({
    mutationFn: () => {
      const now = Date.now();
      return take(
        api.POST('/api/v1/alarm-rules/dry-run', {
          body: {
            rule: draft,
            from: new Date(now - days * DAY_MS).toISOString(),
            to: new Date(now).toISOString(),
            scope: division === undefined ? {} : { division },
            compare: isCompared,
            silences: true,
          } as never,
        }),
      );
    },
  });
  return (
    <section className="step-form" aria-label={say('试算', 'Dry run')}>
      <h3>{say('试算：用已存的数据看会告警多少次', 'Dry run on what was stored')}</h3>
      <p className="acts">
        <Segmented
          aria-label={say('时间', 'Span')}
          value={days}
          onChange={setDays}
          options={SPANS.map((each) => ({ value: each, label: say(`近 ${each} 天`, `${each} d`) }))}
        />
        <DivisionSelect {...(division === undefined ? {} : { value: division })} onChange={setDivision} />
        <Button type="primary" loading={run.isPending} onClick={() => run.mutate()}>
          {say('开始试算', 'Start')}
        </Button>
      </p>
      <Problem error={run.error} />
      {run.data !== undefined && <DryRunReport report={run.data} draft={draft} />}
    </section>
  );
};
