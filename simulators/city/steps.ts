import { DAYS, type Delay, GRANTED, HANDLING, MINUTES, type Turn } from './behaviour.ts';
import { type Department, type District, type Person, STANDARD } from './district.ts';
import { type Life, takes, type Waiting } from './life.ts';
import { inOffice } from './office-hours.ts';

/** The next step on a case: who takes it, when, and what changes for its people once it is done. */
export interface Step {
  /** Simulated ms. */
  readonly at: number;
  readonly by: Person;
  readonly resource: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly done?: (answer: Readonly<Record<string, unknown>>) => void;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const departmentFor = (life: Life, district: District, except?: Department): Department => {
  const others = district.departments.filter((each) => each !== except);
  const able = others.filter(({ bodies }) =>
    life.matter.responsibleBodies.some((body) => bodies.includes(body)),
  );
  return life.chance.oneOf(able.length > 0 ? able : others);
};

const isoOf = (time: number): string => new Date(Math.round(time)).toISOString();

/** Plans the next step from what the people of a case know; undefined if it has ended. */
export const nextStep = (life: Life, district: District, now: number): Step | undefined => {
  const { chance } = life;
  const after = (delay: Delay) => {
    const [least, most] = MINUTES[delay];
    return now + chance.mostlySmall(least, most) * MINUTE;
  };
  const step = (at: number, by: Person, resource: string, body: Step['body'], done?: Step['done']): Step => ({
    at: Math.max(at, now),
    by,
    resource,
    body,
    ...(done === undefined ? {} : { done }),
  });
  const centre = (delay: Delay, by: Person, resource: string, body: Step['body'], done?: Step['done']) =>
    step(after(delay), by, resource, body, done);
  const manager = () => life.department!.manager;
  const asks = (
    at: number,
    by: Person,
    kind: Waiting['kind'],
    resource: string,
    body: Step['body'],
    answered: string,
  ) =>
    step(at, by, resource, body, ({ id }) => {
      life.waiting = { kind, resource: `${resource}/${id}/${answered}` };
    });
  const goBack = (by: Person, reason: string, delay: Delay) =>
    centre(delay, by, 'return', { reason }, () => {
      life.returned = true;
    });
  const sendOn = () => {
    life.returned = false;
  };

  /** Somebody answers a question. */
  const answer = ({ kind, resource }: Waiting): Step => {
    const settled = () => {
      life.waiting = undefined;
    };
    const decide = (by: Person, granted: number) =>
      centre('decide', by, resource, { approved: chance.happens(granted), opinion: '已审核' }, () => {
        settled();
        if (kind === 'extension' && life.deadline !== undefined)
          life.doneAt = now + (life.deadline - now) * chance.between(0.2, 0.9);
      });
    switch (kind) {
      case 'void':
        return decide(life.shiftLeader, GRANTED.void);
      case 'supervision':
        return centre('decide', manager(), resource, { reply: '正在加紧处置' }, settled);
      case 'firstReview': {
        const approved = chance.happens(GRANTED.appeal);
        const appeal = resource.slice(0, resource.lastIndexOf('/'));
        return centre('decide', life.dispatcher, resource, { approved, opinion: '已初审' }, () => {
          settled();
          if (approved) life.waiting = { kind: 'secondReview', resource: `${appeal}/acceptor-review` };
        });
      }
      case 'secondReview':
        return decide(life.acceptor, GRANTED.appeal);
      default:
        return decide(life.dispatcher, GRANTED[kind]);
    }
  };

  const dispatch = (delay: Delay, resource: 'dispatch' | 'redispatch'): Step => {
    const department = departmentFor(life, district, life.department);
    const helpers = takes(life, 'withHelp')
      ? [chance.oneOf(district.departments.filter((each) => each !== department))]
      : [];
    const body = {
      departmentId: department.departmentId,
      coDepartmentIds: helpers.map(({ departmentId }) => departmentId),
      opinion: '请按时限处置',
    };
    return centre(delay, life.dispatcher, resource, body, () => {
      life.department = department;
      life.helpers = helpers;
      life.helpersLeft = helpers;
      life.handler = undefined;
      life.doneAt = 0;
      sendOn();
    });
  };

  const planDone = () => {
    const left = (life.deadline ?? now) - now;
    const { from, to } = chance.byShare(HANDLING);
    life.doneAt = left > 0 ? now + left * chance.between(from, to) : after('rework');
  };

  const received = (): Step => {
    const first = life.reworks === 0;
    const receive = inOffice(life, after('receive'));
    const early = (turn: Turn) => first && life.handler === undefined && takes(life, turn);
    if (early('refuse')) return step(after('aside'), manager(), 'refusal', { reason: '不属于本单位职责' });
    if (early('returnByDepartment')) return goBack(manager(), '地址不详，请核准', 'receive');
    if (early('redispatch')) return dispatch('receive', 'redispatch');
    if (early('assignHandler')) {
      const handler = chance.oneOf(life.department!.handlers);
      const body = { handlerId: handler.userId, opinion: '请到场处置' };
      return step(receive, manager(), 'handler', body, () => {
        life.handler = handler;
      });
    }
    return step(receive, life.handler ?? manager(), 'handling', {}, planDone);
  };

  const handled = (): Step => {
    if (life.doneAt === 0) planDone();
    const { deadline, suspendedUntil } = life;
    const until = ([least, most]: readonly [number, number]) =>
      isoOf(now + chance.between(least, most) * DAY);
    if (suspendedUntil !== undefined && suspendedUntil > now) {
      if (takes(life, 'resumeEarly')) {
        const at = inOffice(life, now + (suspendedUntil - now) * chance.between(0.2, 0.8));
        return step(at, manager(), 'resumption', { reason: '条件已具备' }, () => {
          life.doneAt = 0;
        });
      }
      life.doneAt = suspendedUntil + after('rework') - now;
    } else {
      const inTime = deadline !== undefined && deadline > now;
      if (life.turns.has('suspend')) {
        life.turns.delete('suspend');
        const body = { reason: '等待材料', until: until(DAYS.suspended) };
        return asks(inOffice(life, after('aside')), manager(), 'suspension', 'suspensions', body, 'decision');
      }
      if (takes(life, 'defer')) {
        const body = { reason: '天气原因', until: until(DAYS.deferred) };
        return asks(inOffice(life, after('aside')), manager(), 'deferral', 'deferrals', body, 'decision');
      }
      if (inTime && (takes(life, 'extend') || takes(life, 'extendAgain'))) {
        const at = now + (deadline - now) * chance.between(0.1, 0.8);
        return asks(at, manager(), 'extension', 'extensions', { reason: '工程量大' }, 'decision');
      }
      if (life.doneAt > (deadline ?? life.doneAt) && takes(life, 'superviseOverdue')) {
        const at = Math.max(now, deadline!) + after('aside') - now;
        if (at < life.doneAt)
          return asks(
            at,
            district.officer,
            'supervision',
            'supervisions',
            { opinion: '请限时办结' },
            'reply',
          );
      }
      if (takes(life, 'urge')) return centre('aside', life.dispatcher, 'urges', { opinion: '请尽快办理' });
      if (takes(life, 'flagShirk')) {
        const { departmentId } = life.department!;
        return centre('aside', life.dispatcher, 'shirk-flags', { departmentId, reason: '推诿' });
      }
    }
    const [helper] = life.helpersLeft;
    if (helper !== undefined) {
      const at = inOffice(life, now + (life.doneAt - now) * chance.between(0.2, 0.9));
      return step(at, helper.manager, 'co-feedback', { result: '协办事项已完成' }, () => {
        life.helpersLeft = life.helpersLeft.slice(1);
      });
    }
    const at = inOffice(life, life.doneAt);
    return step(at, life.handler ?? manager(), 'feedback', {
      result: '已处置完毕',
      photos: [district.photo],
    });
  };

  const checked = (): Step => {
    const passed = !life.turns.has('failCheck');
    const body = { passed, opinion: passed ? '现场已恢复' : '问题仍在' };
    const rework = () => {
      life.turns.delete('failCheck');
      if (passed) return;
      life.reworks += 1;
      life.doneAt = 0;
      life.helpersLeft = life.helpers;
    };
    if (life.task !== undefined) return tasked(life.task, body, rework);
    if (takes(life, 'checkTask'))
      return centre('check', life.acceptor, 'check-tasks', { opinion: '请到现场核查' });
    return centre('check', life.acceptor, 'check', body, rework);
  };

  const tasked = (task: NonNullable<Life['task']>, body: Step['body'], done?: () => void): Step => {
    const route = `tasks/${task.taskId}`;
    if (takes(life, 'cancelTask'))
      return centre('aside', life.acceptor, `${route}/cancellation`, { reason: '不再需要' });
    if (takes(life, 'reassignTask'))
      return centre('aside', life.acceptor, `${route}/executor`, { reason: '网格员无法到场' });
    const executor = district.personOf(task.executorId)!;
    return centre(
      task.kind === 'verify' ? 'verify' : 'check',
      executor,
      `${task.kind}-${route}/result`,
      body,
      done,
    );
  };

  if (life.waiting !== undefined) return answer(life.waiting);
  switch (life.stage) {
    case 'reported':
      if (takes(life, 'verify'))
        return centre('accept', life.acceptor, 'verify-tasks', { opinion: '请到现场核实' });
      if (!life.returned && takes(life, 'reject'))
        return centre('accept', life.acceptor, 'rejection', { reason: '不在受理范围' });
      if (takes(life, 'correct'))
        return centre('aside', life.acceptor, 'correction', {
          reason: '补充描述',
          description: `${life.matter.minorName}，已向反映人核实位置`,
        });
      if (takes(life, 'askVoid'))
        return asks(after('aside'), life.acceptor, 'void', 'voids', { reason: '重复上报' }, 'decision');
      return centre('accept', life.acceptor, 'acceptance', { opinion: '予以受理' }, sendOn);
    case 'verifying': {
      const confirmed = !takes(life, 'notConfirmed');
      const found = confirmed ? '情况属实' : '现场未发现';
      return tasked(life.task!, { confirmed, opinion: found }, () => {
        if (!confirmed) life.turns.add('reject');
      });
    }
    case 'auditing': {
      const approved = !takes(life, 'selfHandlingInvalid');
      return centre('accept', life.acceptor, 'self-handling-audit', { approved, opinion: '已审核' });
    }
    case 'accepted':
      if (!life.returned && takes(life, 'declineFiling'))
        return centre('file', life.shiftLeader, 'filing-refusal', { reason: '不符合立案条件' });
      if (takes(life, 'voidDirectly')) return centre('file', life.shiftLeader, 'void', { reason: '误报' });
      if (takes(life, 'returnToAcceptor')) return goBack(life.shiftLeader, '描述不清', 'file');
      return centre(
        'file',
        life.shiftLeader,
        'filing',
        { standardId: STANDARD, rowId: life.matter.rowId, opinion: '符合立案条件' },
        sendOn,
      );
    case 'filed':
      if (takes(life, 'returnToShiftLeader')) return goBack(life.dispatcher, '立案条件有误', 'dispatch');
      return dispatch('dispatch', 'dispatch');
    case 'dispatched':
      return received();
    case 'handling':
      return handled();
    case 'checking':
      return checked();
    case 'closing':
      if (takes(life, 'forceClose'))
        return centre('close', district.leader, 'forced-closure', { reason: '领导批示' });
      return centre('close', life.shiftLeader, 'closure', { opinion: '符合结案条件' });
    case 'closed':
      if (!life.late || !takes(life, 'appeal')) return undefined;
      return asks(
        inOffice(life, after('appeal')),
        manager(),
        'firstReview',
        'appeals',
        { reason: '因停水停电延误' },
        'dispatcher-review',
      );
    default:
      return undefined;
  }
};
