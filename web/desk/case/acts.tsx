import { Button } from 'antd';
import { useState } from 'react';
import { useLanguage, useSay } from '../../shared/language.ts';
import { resourceOf } from '../../shared/step/resource-of.ts';
import { useWord, useWorkflow } from '../../shared/words.ts';
import type { CaseInFull } from '../queue/case-query.ts';
import { useKeys } from '../shell/use-keys.ts';
import { BeingSent } from '../step/being-sent.tsx';
import { StepForm } from '../step/step-form.tsx';
import { useHeldActs } from '../step/use-held-acts.ts';

/** Steps that a key takes: those in front. */
const KEYS = 9;

/**
 * The steps that this person can take now, the one that the case waits for first; number keys open them. What is not possible is said with
 * the reason and whose it is.
 */
export const Acts = ({ shown }: { readonly shown: CaseInFull }) => {
  const say = useSay();
  const word = useWord();
  const language = useLanguage();
  const workflow = useWorkflow();
  const [command, setCommand] = useState<string>();
  // One step after the other: while one can still be taken back, it is not known what follows it.
  const held = useHeldActs().find(
    ({ caseIds, state }) => state !== 'failed' && caseIds?.includes(shown.caseId),
  );

  const offered = (workflow?.transitions ?? [])
    .filter((each) => shown.steps.some((step) => step.command === each.command))
    .filter((each) => resourceOf(each, shown) !== undefined)
    .sort((a, b) => Number(b.awaited) - Number(a.awaited));
  // Also when it is no longer possible: whoever is filling it in is told, and keeps what they typed.
  const chosen = workflow?.transitions.find((each) => each.command === command);
  const nameOf = (each: { readonly name: string; readonly nameEn: string }): string =>
    language === 'en' ? each.nameEn : each.name;

  useKeys((event) => {
    const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
    const step = digit === undefined ? undefined : offered[Number(digit) - 1];
    if (step === undefined || held !== undefined) return false;
    setCommand(step.command);
    return true;
  });

  if (workflow === undefined) return null;
  if (chosen !== undefined)
    return (
      <StepForm
        key={chosen.command}
        shown={shown}
        transition={chosen}
        isOffered={offered.includes(chosen)}
        onDone={() => setCommand(undefined)}
        onCancel={() => setCommand(undefined)}
      />
    );
  if (held !== undefined) return <BeingSent name={language === 'en' ? held.en : held.zh} />;
  return (
    <section className="case-acts" aria-label={say('可以办理', 'What can be done')}>
      {offered.length === 0 && shown.blockedSteps.length === 0 && (
        <p className="hint">{say('此案件没有您可以办理的事项。', 'There is nothing here for you to do.')}</p>
      )}
      {offered.map((each, n) => (
        <Button
          key={each.command}
          type={n === 0 && each.awaited ? 'primary' : 'default'}
          onClick={() => setCommand(each.command)}
        >
          {nameOf(each)}
          {n < KEYS && <kbd>{n + 1}</kbd>}
        </Button>
      ))}
      {shown.blockedSteps.map((each) => {
        const whose = each.roles.map((role) => word('roles', role)).join(say('、', ', '));
        const why =
          each.code === 'forbidden'
            ? say(`由${whose}办理`, `done by: ${whose}`)
            : language === 'en'
              ? each.en
              : each.zh;
        return (
          <Button key={each.command} disabled className="blocked">
            {nameOf(each)}
            <span className="second">{why}</span>
          </Button>
        );
      })}
    </section>
  );
};
