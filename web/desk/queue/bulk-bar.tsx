import { useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useLanguage, useSay } from '../../shared/language.ts';
import { resourceOf } from '../../shared/step/resource-of.ts';
import { type Filled, type Transition, takeStep } from '../../shared/step/take-step.ts';
import { useWorkflow } from '../../shared/words.ts';
import { CASE } from './case-query.ts';
import type { AwaitedCase } from './task-query.ts';

interface Result {
  readonly caseNumber: string;
  readonly problem: string | undefined;
}

/** A step that needs no more than a sentence can be taken for many. */
const isSentence = ({ fields }: Transition): boolean => fields.length === 1 && fields[0]!.kind === 'text';

/** Takes one step for all ticked cases, one after the other, with a result for each. */
export const BulkBar = ({
  cases,
  onDone,
}: {
  readonly cases: readonly AwaitedCase[];
  readonly onDone: () => void;
}) => {
  const say = useSay();
  const language = useLanguage();
  const client = useQueryClient();
  const workflow = useWorkflow();
  const [chosen, setChosen] = useState<Transition>();
  const [text, setText] = useState('');
  const [results, setResults] = useState<readonly Result[]>();
  const [done, setDone] = useState(0);
  const [isBusy, setBusy] = useState(false);

  const common = (workflow?.transitions ?? []).filter(
    (each) =>
      isSentence(each) && cases.every(({ steps }) => steps.some(({ command }) => command === each.command)),
  );
  const nameOf = (each: Transition): string => (language === 'en' ? each.nameEn : each.name);

  const run = async (transition: Transition): Promise<void> => {
    setBusy(true);
    setDone(0);
    const body: Filled = { [transition.fields[0]!.name]: text };
    const gathered: Result[] = [];
    for (const shown of cases) {
      const resource = resourceOf(transition, { ...shown, supervisions: [], appeal: null });
      const problem =
        resource === undefined
          ? say('已不能办理', 'Not possible any more')
          : await takeStep({ caseId: shown.caseId, resource, body, key: crypto.randomUUID() }).then(
              () => undefined,
              (error: Error) => error.message,
            );
      gathered.push({ caseNumber: shown.caseNumber, problem });
      setDone(gathered.length);
    }
    setBusy(false);
    setResults(gathered);
    await client.invalidateQueries({ queryKey: [CASE] });
  };

  if (results !== undefined)
    return (
      <section className="bulk" aria-label={say('办理结果', 'Results')} role="status">
        <p>
          {say(
            `${results.filter(({ problem }) => problem === undefined).length} 件成功，${results.filter(({ problem }) => problem !== undefined).length} 件未成功`,
            `${results.filter(({ problem }) => problem === undefined).length} done, ${results.filter(({ problem }) => problem !== undefined).length} not`,
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
  return (
    <section className="bulk" aria-label={say('批量办理', 'For all ticked')}>
      <span>{say(`已选 ${cases.length} 件`, `${cases.length} ticked`)}</span>
      {chosen === undefined ? (
        common.length === 0 ? (
          <span className="hint">{say('没有可以一起办理的事项', 'Nothing can be done for all of them')}</span>
        ) : (
          common.map((each) => (
            <Button key={each.command} onClick={() => setChosen(each)}>
              {nameOf(each)}
            </Button>
          ))
        )
      ) : (
        <>
          <Input
            autoFocus
            value={text}
            maxLength={2000}
            aria-label={language === 'en' ? chosen.fields[0]!.en : chosen.fields[0]!.zh}
            placeholder={language === 'en' ? chosen.fields[0]!.en : chosen.fields[0]!.zh}
            onChange={(event) => setText(event.target.value)}
            onPressEnter={() => text.trim() !== '' && void run(chosen)}
          />
          <Button
            type="primary"
            loading={isBusy}
            disabled={text.trim() === ''}
            onClick={() => void run(chosen)}
          >
            {isBusy ? `${done}/${cases.length}` : nameOf(chosen)}
          </Button>
          <Button disabled={isBusy} onClick={() => setChosen(undefined)}>
            {say('取消', 'Cancel')}
          </Button>
        </>
      )}
    </section>
  );
};
