import type { Chance } from '../../src/demo/chance.ts';
import { TURNS, type Turn } from './behaviour.ts';
import { createChance } from './chance.ts';
import type { CityAnswer } from './client.ts';
import type { Department, District, Matter, Person } from './district.ts';

/** A request, supervision or appeal awaiting somebody's answer. */
export interface Waiting {
  readonly kind:
    | 'extension'
    | 'suspension'
    | 'deferral'
    | 'void'
    | 'supervision'
    | 'firstReview'
    | 'secondReview';
  /** Route of the answer, below the case. */
  readonly resource: string;
}

/** A case as its people know it: the answers to their steps, and the detours it will still take. */
export interface Life {
  readonly number: number;
  readonly chance: Chance;
  readonly matter: Matter;
  readonly acceptor: Person;
  readonly shiftLeader: Person;
  readonly dispatcher: Person;
  readonly reporter: Person;
  readonly turns: Set<Turn>;
  caseId: string;
  caseNumber: string;
  stage: string;
  /** When the stage was reached, simulated ms. */
  since: number;
  deadline: number | undefined;
  suspendedUntil: number | undefined;
  /** Fed back after the deadline. */
  late: boolean;
  task: { readonly taskId: string; readonly kind: string; readonly executorId: string } | undefined;
  department: Department | undefined;
  /** Departments that assist, and those of them that have not fed back. */
  helpers: readonly Department[];
  helpersLeft: readonly Department[];
  handler: Person | undefined;
  /** When the department will be done. */
  doneAt: number;
  waiting: Waiting | undefined;
  returned: boolean;
  reworks: number;
  /** Steps taken, and those that were refused. */
  steps: number;
  refusals: number;
}

export const createLife = (
  number: number,
  seed: number,
  district: District,
  matter: Matter,
  reporter: Person | undefined,
): Life => {
  const chance = createChance(seed, number);
  const acceptor = chance.oneOf(district.acceptors);
  const turns = (Object.keys(TURNS) as Turn[]).filter((turn) => chance.happens(TURNS[turn]));
  return {
    number,
    chance,
    matter,
    acceptor,
    shiftLeader: chance.oneOf(district.shiftLeaders),
    dispatcher: chance.oneOf(district.dispatchers),
    reporter: reporter ?? acceptor,
    turns: new Set(turns),
    caseId: '',
    caseNumber: '',
    stage: '',
    since: 0,
    deadline: undefined,
    suspendedUntil: undefined,
    late: false,
    task: undefined,
    department: undefined,
    helpers: [],
    helpersLeft: [],
    handler: undefined,
    doneAt: 0,
    waiting: undefined,
    returned: false,
    reworks: 0,
    steps: 0,
    refusals: 0,
  };
};

/** Whether a case takes a detour now; it is not taken again. */
export const takes = (life: Life, turn: Turn): boolean => life.turns.delete(turn);

const timeOf = (value: unknown): number | undefined =>
  typeof value === 'string' ? Date.parse(value) : undefined;

/** What an answer says about the case. */
export const learn = (life: Life, { body }: CityAnswer, at: number): void => {
  const stage = body.stage as string;
  if (stage !== life.stage) life.since = at;
  life.stage = stage;
  if (typeof body.caseNumber === 'string') life.caseNumber = body.caseNumber;
  life.deadline = timeOf(body.deadline);
  life.suspendedUntil = timeOf(body.suspendedUntil);
  life.late = body.inTime === false;
  life.task = (body.task ?? undefined) as Life['task'];
};
