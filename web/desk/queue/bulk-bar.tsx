import { useQuery } from '@tanstack/react-query';
import { Button, Form } from 'antd';
import { useState } from 'react';
import { useLanguage, useSay } from '../../shared/language.ts';
import type { Filled, Transition } from '../../shared/step/take-step.ts';
import { useWorkflow } from '../../shared/words.ts';
import { FieldInput } from '../step/field-input.tsx';
import { casesInFullQuery } from './case-query.ts';
import { useBulk } from './use-bulk.ts';

/** Fields that mean the same for every case: not its photos, place, handler or standard. */
const SHARED: ReadonlySet<string> = new Set(['text', 'flag', 'time', 'department', 'departments']);
const isForMany = ({ fields }: Transition): boolean => fields.every(({ kind }) => SHARED.has(kind));

interface Props {
  readonly caseIds: readonly string[];
  /** From now on the cases stay chosen, also those that leave the list because they are done. */
  readonly onBegin: () => void;
  readonly onTakenBack: () => void;
  readonly onDone: () => void;
}

/** Takes one step for all ticked cases, with a result for each. */
export const BulkBar = ({ caseIds, onBegin, onTakenBack, onDone }: Props) => {
  const say = useSay();
  const language = useLanguage();
  const workflow = useWorkflow();
  const [chosen, setChosen] = useState<Transition>();
  const { begin, results, done, isBusy } = useBulk(onTakenBack);
  // In full: which steps each of them allows, also those that it does not wait for.
  const asked = useQuery(casesInFullQuery(caseIds));
  const cases = (asked.data ?? []).map(({ case: data, etag }) => ({ data, etag }));
  const isWhole = asked.data !== undefined;
  const common = (workflow?.transitions ?? [])
    .filter(
      (each) =>
        isForMany(each) &&
        isWhole &&
        cases.every(({ data }) => data.steps.some(({ command }) => command === each.command)),
    )
    .sort((a, b) => Number(b.awaited) - Number(a.awaited));
  const nameOf = (each: Transition): string => (language === 'en' ? each.nameEn : each.name);

  if (results !== undefined) {
    const failed = results.filter(({ problem }) => problem !== undefined).length;
    return (
      <section className="bulk" aria-label={say('办理结果', 'Results')} role="status">
        <p>
          {say(
            `${results.length - failed} 件成功，${failed} 件未成功`,
            `${results.length - failed} done, ${failed} not`,
          )}
        </p>
        <ul>
          {results.map(({ caseNumber, problem }) => (
            <li key={caseNumber}>
              {problem === undefined ? '✓' : '!'} {caseNumber} {problem}
            </li>
          ))}
        </ul>
        <Button onClick={onDone}>{say('知道了', 'Close')}</Button>
      </section>
    );
  }
  return (
    <section className="bulk" aria-label={say('批量办理', 'For all ticked')}>
      <span>{say(`已选 ${caseIds.length} 件`, `${caseIds.length} ticked`)}</span>
      {chosen !== undefined && cases[0] !== undefined ? (
        <Form<Filled>
          layout="vertical"
          className="bulk-form"
          aria-label={nameOf(chosen)}
          onFinish={(body) => {
            onBegin();
            begin({ transition: chosen, cases, body });
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setChosen(undefined);
          }}
        >
          {chosen.fields.map((field, n) => (
            <FieldInput key={field.name} field={field} shown={cases[0]!.data} isFirst={n === 0} />
          ))}
          <p className="acts">
            <Button type="primary" htmlType="submit" loading={isBusy} autoFocus={chosen.fields.length === 0}>
              {isBusy ? `${done}/${cases.length}` : nameOf(chosen)}
            </Button>
            <Button disabled={isBusy} onClick={() => setChosen(undefined)}>
              {say('取消', 'Cancel')}
            </Button>
          </p>
        </Form>
      ) : !isWhole ? (
        <span className="hint">{say('正在读取…', 'Loading…')}</span>
      ) : common.length === 0 ? (
        <span className="hint">{say('没有可以一起办理的事项', 'Nothing can be done for all of them')}</span>
      ) : (
        common.map((each) => (
          <Button key={each.command} onClick={() => setChosen(each)}>
            {nameOf(each)}
          </Button>
        ))
      )}
    </section>
  );
};
