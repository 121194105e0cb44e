import { useQueries, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useLanguage, useSay } from '../../shared/language.ts';
import { resourceOf } from '../../shared/step/resource-of.ts';
import { type Filled, type Transition, takeStep } from '../../shared/step/take-step.ts';
import { useWorkflow } from '../../shared/words.ts';
import { heldActs } from '../step/held-acts.ts';
import { mayTakeBack } from '../step/take-back-setting.ts';
import { CASE, caseQuery } from './case-query.ts';

interface Result {
  readonly caseNumber: string;
  readonly problem: string | undefined;
}

/** A step that needs no more than a sentence can be taken for many. */
const isSentence = ({ fields }: Transition): boolean => fields.length === 1 && fields[0]!.kind === 'text';

/** Takes one step for all ticked cases, one after the other, with a result for each. */
export const BulkBar = ({
  caseIds,
  onDone,
}: {
  readonly caseIds: readonly string[];
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

  // In full: which steps each of them allows, also those that it does not wait for.
  const asked = useQueries({ queries: caseIds.map((caseId) => caseQuery(caseId)) });
  const cases = asked.flatMap(({ data }) => (data === undefined ? [] : [data]));
  const isWhole = cases.length === caseIds.length;
  const common = (workflow?.transitions ?? [])
    .filter(
      (each) =>
        isSentence(each) &&
        isWhole &&
        cases.every(({ data }) => data.steps.some(({ command }) => command === each.command)),
    )
    .sort((a, b) => Number(b.awaited) - Number(a.awaited));
  const nameOf = (each: Transition): string => (language === 'en' ? each.nameEn : each.name);

  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);

  const takeOne = async (
    transition: Transition,
    { data: shown, etag }: (typeof cases)[number],
    { key, outlivesPage }: { readonly key: string; readonly outlivesPage: boolean },
  ): Promise<Result> => {
    const resource = resourceOf(transition, shown);
    const body: Filled = { [transition.fields[0]!.name]: text };
    const problem =
      resource === undefined
        ? say('已不能办理', 'Not possible any more')
        : await takeStep({
            caseId: shown.caseId,
            resource,
            body,
            etag: etag ?? undefined,
            key,
            outlivesPage,
          }).then(
            () => undefined,
            (error: Error) => error.message,
          );
    setDone((before) => before + 1);
    return { caseNumber: shown.caseNumber, problem };
  };

  /** Each with a key of its own, so that another attempt repeats nothing. */
  const run = async (transition: Transition, keys: readonly string[], isLeaving: boolean): Promise<void> => {
    setBusy(true);
    setDone(0);
    const take = (each: (typeof cases)[number], n: number): Promise<Result> =>
      takeOne(transition, each, { key: keys[n]!, outlivesPage: isLeaving });
    const gathered: Result[] = [];
    if (isLeaving) gathered.push(...(await Promise.all(cases.map(take))));
    else for (const [n, each] of cases.entries()) gathered.push(await take(each, n));
    setBusy(false);
    setResults(gathered);
    await client.invalidateQueries({ queryKey: [CASE] });
    // Who has left the list is told what did not succeed.
    const failed = gathered.filter(({ problem }) => problem !== undefined);
    if (!isHere.current && failed.length > 0)
      throw new Error(failed.map(({ caseNumber, problem }) => `${caseNumber} ${problem}`).join('；'));
  };

  const begin = (transition: Transition): void => {
    const keys = cases.map(() => crypto.randomUUID());
    if (transition.legalWeight === true || !mayTakeBack()) {
      void run(transition, keys, false);
      return;
    }
    setBusy(true);
    heldActs.hold({
      id: crypto.randomUUID(),
      zh: `${transition.name} ${cases.length} 件`,
      en: `${transition.nameEn}: ${cases.length}`,
      send: (isLeaving) => run(transition, keys, isLeaving),
      onTakenBack: () => setBusy(false),
    });
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
      <span>{say(`已选 ${caseIds.length} 件`, `${caseIds.length} ticked`)}</span>
      {chosen === undefined ? (
        !isWhole ? (
          <span className="hint">{say('正在读取…', 'Loading…')}</span>
        ) : common.length === 0 ? (
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
            onPressEnter={() => text.trim() !== '' && begin(chosen)}
          />
          <Button type="primary" loading={isBusy} disabled={text.trim() === ''} onClick={() => begin(chosen)}>
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
