import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useSay } from '../../shared/language.ts';
import { resourceOf } from '../../shared/step/resource-of.ts';
import { type Filled, type Transition, takeStep } from '../../shared/step/take-step.ts';
import { heldActs } from '../step/held-acts.ts';
import { mayTakeBack } from '../step/take-back-setting.ts';
import { CASE, type CaseInFull } from './case-query.ts';

export interface Result {
  readonly caseNumber: string;
  readonly problem: string | undefined;
}

interface Asked {
  readonly data: CaseInFull;
  readonly etag?: string | null | undefined;
}

/** What is taken for all of them. */
export interface BulkStep {
  readonly transition: Transition;
  readonly cases: readonly Asked[];
  readonly body: Filled;
}

/** Takes one step for several cases, one after the other, with a result for each. */
export const useBulk = (onTakenBack: () => void) => {
  const say = useSay();
  const client = useQueryClient();
  const [results, setResults] = useState<readonly Result[]>();
  const [done, setDone] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);

  const takeOne = async (
    { transition, body }: BulkStep,
    { data: shown, etag }: Asked,
    { key, outlivesPage }: { readonly key: string; readonly outlivesPage: boolean },
  ): Promise<Result> => {
    const { caseId, caseNumber } = shown;
    const resource = resourceOf(transition, shown);
    const problem =
      resource === undefined
        ? say('已不能办理', 'Not possible any more')
        : await takeStep({ caseId, resource, body, etag: etag ?? undefined, key, outlivesPage }).then(
            () => undefined,
            (error: Error) => error.message,
          );
    setDone((before) => before + 1);
    return { caseNumber, problem };
  };

  /** Each with a key of its own, so that another attempt repeats nothing. */
  const run = async (step: BulkStep, keys: readonly string[], isLeaving: boolean): Promise<void> => {
    setBusy(true);
    setDone(0);
    const take = (each: Asked, n: number): Promise<Result> =>
      takeOne(step, each, { key: keys[n]!, outlivesPage: isLeaving });
    const gathered: Result[] = [];
    if (isLeaving) gathered.push(...(await Promise.all(step.cases.map(take))));
    else for (const [n, each] of step.cases.entries()) gathered.push(await take(each, n));
    setBusy(false);
    setResults(gathered);
    await client.invalidateQueries({ queryKey: [CASE] });
    // Who has left the list is told what did not succeed.
    const failed = gathered.filter(({ problem }) => problem !== undefined);
    if (!isHere.current && failed.length > 0)
      throw new Error(failed.map(({ caseNumber, problem }) => `${caseNumber} ${problem}`).join('；'));
  };

  const begin = (step: BulkStep): void => {
    const { transition, cases } = step;
    const keys = cases.map(() => crypto.randomUUID());
    if (transition.legalWeight === true || !mayTakeBack()) {
      void run(step, keys, false);
      return;
    }
    setBusy(true);
    heldActs.hold({
      id: crypto.randomUUID(),
      caseIds: cases.map(({ data }) => data.caseId),
      zh: `${transition.name} ${cases.length} 件`,
      en: `${transition.nameEn}: ${cases.length}`,
      send: (isLeaving) => run(step, keys, isLeaving),
      onTakenBack: () => {
        setBusy(false);
        onTakenBack();
      },
    });
  };
  return { begin, results, done, isBusy };
};
