import type { CaseState } from '../../governance/case/state.ts';
import type { CaseActor } from '../../governance/case/step.ts';
import type { FilingStandardRef } from '../../governance/events.ts';
import type { CaseStepCommand } from '../../governance/index.ts';
import { derivedId } from '../../platform/ids.ts';
import type { Chance } from '../chance.ts';
import { departmentFor } from '../city.ts';
import { type Delay, GRANTED, HANDLING, MINUTES, SUSPENDED_DAYS, type Turn } from './behaviour.ts';
import { managerOf, otherDepartment, person } from './people.ts';

/** A case as its people know it. */
export interface Life {
  readonly caseId: string;
  readonly chance: Chance;
  readonly turns: Set<Turn>;
  readonly standard: FilingStandardRef | null;
  readonly bodies: readonly string[];
  /** When the department will be done; 0: not planned yet. */
  doneAt: number;
  /** Steps taken or refused. */
  steps: number;
  refusals: number;
}

type Untimed<Step> = Step extends unknown ? Omit<Step, 'actor' | 'at'> : never;
/** `at`: when it is taken, ms. `LookAgain` changes nothing: what follows is decided then. */
export interface NextStep {
  readonly at: number;
  readonly by: CaseActor;
  readonly command: Untimed<CaseStepCommand> | { readonly type: 'RateCase' | 'LinkDuplicate' | 'LookAgain' };
}

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const LOOK_AGAIN = 90 * MINUTE;

const takes = (life: Life, turn: Turn): boolean => life.turns.delete(turn);

/** What its people do next with a case; undefined if nothing. */
export const nextStep = (life: Life, state: CaseState, now: number): NextStep | undefined => {
  const { chance } = life;
  const after = (delay: Delay): number => {
    const [least, most] = MINUTES[delay];
    return now + chance.mostlySmall(least, most) * MINUTE;
  };
  const step = (at: number, by: CaseActor, command: NextStep['command']): NextStep => ({
    at: Math.round(Math.max(at, now + 1000)),
    by,
    command,
  });
  const id = derivedId('demo-history-step', life.caseId, String(life.steps));
  const acceptor = person('acceptor');
  const shiftLeader = person('shift-leader');
  const dispatcher = person('dispatcher');
  const worker = person('grid-worker');

  const [request] = state.requests;
  if (request !== undefined) {
    const kind = request.kind as keyof typeof GRANTED;
    const approved = chance.happens(GRANTED[kind]);
    const type = `Decide${kind[0]!.toUpperCase()}${kind.slice(1)}` as 'DecideExtension';
    if (approved) life.doneAt = 0;
    const opinion = approved ? '同意' : '理由不充分，请按期办理';
    return step(after('decide'), kind === 'void' ? shiftLeader : dispatcher, {
      type,
      requestId: request.requestId,
      approved,
      opinion,
    });
  }
  const owed = state.supervisions.find(({ reply }) => reply === null);
  if (owed !== undefined && state.departmentId !== null && chance.happens(0.8))
    return step(after('decide'), managerOf(owed.departmentId), {
      type: 'AnswerSupervision',
      supervisionId: owed.supervisionId,
      reply: '已安排专人加紧办理',
    });

  switch (state.stage) {
    case 'reported':
      if (takes(life, 'duplicate')) return step(after('accept'), acceptor, { type: 'LinkDuplicate' });
      if (takes(life, 'verify'))
        return step(after('accept'), acceptor, {
          type: 'SendVerifyTask',
          taskId: id,
          executorId: worker.userId,
          distance: null,
          opinion: '请到现场核实',
        });
      if (!state.returned && takes(life, 'reject'))
        return step(after('accept'), acceptor, { type: 'RejectCase', reason: '不在受理范围，已告知反映人' });
      if (takes(life, 'askVoid'))
        return step(after('aside'), acceptor, { type: 'RequestVoid', requestId: id, reason: '误报' });
      return step(after('accept'), acceptor, { type: 'AcceptCase', opinion: '情况属实，予以受理' });
    case 'verifying': {
      const confirmed = !takes(life, 'notConfirmed');
      if (!confirmed) life.turns.add('reject');
      return step(after('verify'), worker, {
        type: 'CompleteVerifyTask',
        taskId: state.task!.taskId,
        confirmed,
        opinion: confirmed ? '现场属实' : '现场未发现所述问题',
        photos: [],
      });
    }
    case 'accepted':
      if (!state.returned && takes(life, 'decline'))
        return step(after('file'), shiftLeader, { type: 'DeclineFiling', reason: '不符合立案条件' });
      return step(after('file'), shiftLeader, {
        type: 'FileCase',
        standard: life.standard,
        opinion: '符合立案条件',
      });
    case 'filed': {
      const fit = departmentFor(life.bodies);
      const departmentId = state.departmentId === fit ? otherDepartment(fit) : fit;
      const helps = takes(life, 'withHelp');
      return step(after('dispatch'), dispatcher, {
        type: 'DispatchCase',
        departmentId,
        ...(helps ? { coDepartmentIds: [otherDepartment(departmentId)] } : {}),
        opinion: '请按时限处置',
      });
    }
    case 'dispatched': {
      const manager = managerOf(state.departmentId!);
      if (takes(life, 'refuse'))
        return step(after('aside'), manager, { type: 'RefuseDispatch', reason: '不属于本单位职责' });
      if (takes(life, 'goBack'))
        return step(after('receive'), manager, { type: 'ReturnCase', reason: '地址不详，请核准' });
      return step(after('receive'), manager, { type: 'StartHandling' });
    }
    case 'handling':
      return handling(life, state, now, step, after, id);
    case 'checking': {
      if (state.task === null && takes(life, 'checkTask'))
        return step(after('aside'), acceptor, {
          type: 'SendCheckTask',
          taskId: id,
          executorId: worker.userId,
          distance: null,
          opinion: '请到现场核查',
        });
      const passed = !takes(life, 'failCheck');
      if (!passed) life.doneAt = 0;
      const result = { passed, opinion: passed ? '现场已处置好' : '现场仍有遗留', photos: [] };
      return state.task === null
        ? step(after('check'), acceptor, { type: 'CheckCase', ...result })
        : step(after('check'), worker, { type: 'CompleteCheckTask', taskId: state.task.taskId, ...result });
    }
    case 'closing':
      return step(after('close'), shiftLeader, { type: 'CloseCase', opinion: '符合结案条件' });
    case 'closed': {
      const told = state.source === 'public' || state.source === 'hotline12345';
      return told && takes(life, 'rate') ? step(after('rate'), acceptor, { type: 'RateCase' }) : undefined;
    }
    default:
      return undefined;
  }
};

const handling = (
  life: Life,
  state: CaseState,
  now: number,
  step: (at: number, by: CaseActor, command: NextStep['command']) => NextStep,
  after: (delay: Delay) => number,
  id: string,
): NextStep | undefined => {
  const { chance } = life;
  const departmentId = state.departmentId!;
  const manager = managerOf(departmentId);
  const parked = state.suspendedUntil ?? state.deferredUntil;
  if (parked !== null) {
    life.doneAt = 0;
    return step(Math.max(Date.parse(parked) + MINUTE, now + LOOK_AGAIN), manager, { type: 'LookAgain' });
  }
  const deadline = Date.parse(state.deadline ?? new Date(now + DAY).toISOString());
  if (life.doneAt === 0) {
    const { from, to } = chance.byShare(HANDLING);
    life.doneAt = deadline > now ? now + (deadline - now) * chance.between(from, to) : after('rework');
  }
  const until = new Date(now + chance.between(SUSPENDED_DAYS[0], SUSPENDED_DAYS[1]) * DAY).toISOString();
  if (takes(life, 'suspend'))
    return step(after('aside'), manager, {
      type: 'RequestSuspension',
      requestId: id,
      reason: '需等待专项资金',
      until,
    });
  if (takes(life, 'defer'))
    return step(after('aside'), manager, {
      type: 'RequestDeferral',
      requestId: id,
      reason: '天气原因暂不能施工',
      until: new Date(now + 2 * DAY).toISOString(),
    });
  if (deadline > now && takes(life, 'extend'))
    return step(now + (deadline - now) * chance.between(0.2, 0.8), manager, {
      type: 'RequestExtension',
      requestId: id,
      reason: '材料采购需要时间',
    });
  if (takes(life, 'urge'))
    return step(after('aside'), person('dispatcher'), { type: 'UrgeCase', opinion: '请尽快办理' });
  if (takes(life, 'supervise') || (state.overdue && state.supervisions.length === 0 && chance.happens(0.5)))
    return step(after('aside'), person('supervisor'), {
      type: 'SuperviseCase',
      supervisionId: id,
      opinion: '请限时办结并回复',
    });
  const [helper] = state.coDepartmentIds.filter((each) => !state.coFeedbackIds.includes(each));
  if (helper !== undefined)
    return step(now + (life.doneAt - now) / 2, managerOf(helper), {
      type: 'GiveCoFeedback',
      result: '协办事项已完成',
      photos: [],
    });
  if (life.turns.has('forget')) return undefined;
  // While its cause persists, a device's case is not settled.
  if (state.openAlarmIds.length > 0)
    return step(Math.max(life.doneAt, now + LOOK_AGAIN), manager, { type: 'LookAgain' });
  return step(life.doneAt, manager, { type: 'GiveFeedback', result: '已到场处置，现场恢复正常', photos: [] });
};
