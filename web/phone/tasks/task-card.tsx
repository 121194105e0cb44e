import { Button } from 'antd-mobile';
import { Link, useLocation } from 'wouter';
import { metresBetween } from '../../../src/geography/distance.ts';
import { ClockLight } from '../../shared/clock-light.tsx';
import { type Say, useLanguage, useSay } from '../../shared/language.ts';
import { resourceOf } from '../../shared/step/resource-of.ts';
import { useWord, useWorkflow } from '../../shared/words.ts';
import { NavigateLink, OtherMapLink } from '../navigation/navigate-links.tsx';
import type { Position } from '../queue/record.ts';
import { DoneLine } from './done-line.tsx';
import { type TaskCard as Card, kindOfStep } from './task-cards.ts';
import type { AwaitedCase } from './task-query.ts';
import { useKindWords } from './use-kind-words.ts';

const metresWords = (metres: number, say: Say): string => {
  const tens = Math.round(metres / 10) * 10;
  const kilometres = (metres / 1000).toFixed(1);
  return metres < 1000
    ? say(`距我 ${tens} 米`, `${tens} m away`)
    : say(`距我 ${kilometres} 公里`, `${kilometres} km away`);
};

export const TaskCard = ({
  card: { task, kind, done },
  here,
  isOpen,
  onOpen,
}: {
  readonly card: Card<AwaitedCase>;
  readonly here: Position | null;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}) => {
  const say = useSay();
  const word = useWord();
  const language = useLanguage();
  const workflow = useWorkflow();
  const kindWords = useKindWords();
  const [, navigate] = useLocation();
  const { caseId, location, names, description } = task;

  const open = { task: task.task, requests: task.requests, supervisions: [], appeal: null };
  const steps = (workflow?.transitions ?? []).filter(
    (each) =>
      task.steps.some(({ command }) => command === each.command) && resourceOf(each, open) !== undefined,
  );
  const question = steps
    .filter(({ command }) => kindOfStep(command) === kind)
    .flatMap(({ fields }) => fields)
    .find((field) => field.kind === 'flag');
  const actWords = (step: (typeof steps)[number]): string => {
    if (step.command === 'CompleteVerifyTask') return say('现场核实', 'Verify here');
    if (step.command === 'CompleteCheckTask' || step.command === 'CheckCase')
      return say('现场核查', 'Check here');
    if (step.command === 'StartHandling') return say('到场，开始处置', 'Arrived: begin');
    return language === 'en' ? step.nameEn : step.name;
  };
  const title = names.matter ?? word('sources', task.source);
  const place = location.address || [names.place, names.grid].filter(Boolean).join(' ');

  return (
    <li className="card">
      <button type="button" className="card-head" aria-expanded={isOpen} onClick={onOpen}>
        <span className="card-row">
          <strong>
            {kindWords(kind)}
            {say('：', ': ')}
            {title}
          </strong>
          {done === undefined ? (
            <ClockLight timed={{ ...task, dueAt: task.deadline }} />
          ) : (
            <span className="waiting">
              {done.state.status === 'refused'
                ? say('! 未提交成功', '! Not accepted')
                : say(`↑ 已${kindWords(kind)}，待发送`, `↑ ${kindWords(kind)}: done, to be sent`)}
            </span>
          )}
        </span>
        {done === undefined ? (
          <span className="card-line clamped">
            {question !== undefined && `${language === 'en' ? question.en : question.zh}${say('？', '? ')}`}
            {description}
          </span>
        ) : (
          <DoneLine record={done} />
        )}
        <span className="card-line">
          {place}
          {here !== null && done === undefined && (
            <>
              {'　'}
              {metresWords(metresBetween(here, location), say)}
            </>
          )}
        </span>
      </button>
      {isOpen && done === undefined && (
        <div className="card-acts">
          <NavigateLink to={{ ...location, name: title }} />
          {steps.map((step, n) => (
            <Button
              key={step.command}
              className={n === 0 ? 'act act-main' : 'act'}
              {...(n === 0 ? { color: 'primary' as const } : {})}
              onClick={() => navigate(`/cases/${caseId}/${step.command}`)}
            >
              {actWords(step)}
            </Button>
          ))}
        </div>
      )}
      {isOpen && (
        <p className="card-more">
          <Link href={done === undefined ? `/cases/${caseId}` : '/mine'}>
            {done === undefined
              ? say('照片和办理过程 ›', 'Photos and history ›')
              : say('看发送情况 ›', 'How it is sent ›')}
          </Link>
          {done === undefined && <OtherMapLink to={{ ...location, name: title }} />}
        </p>
      )}
    </li>
  );
};
