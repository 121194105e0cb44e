import { createRandom } from '../../src/demo/random.ts';
import type { AppendRequest, NewEvent } from '../../src/event-store/event-store.ts';
import {
  type CaseActor,
  type CaseCommand,
  type CaseTiming,
  caseNumber,
  caseNumberStream,
  caseStream,
  createCaseDecider,
  type FilingStandardData,
  matterCodeOf,
  NO_CASE,
  refOf,
} from '../../src/governance/index.ts';
import { shanghaiDay } from '../../src/platform/clock.ts';
import { derivedId } from '../../src/platform/ids.ts';

/** A county and a point in it. */
export interface Place {
  readonly code: string;
  readonly lon: number;
  readonly lat: number;
}

/** Of a hundred open cases so many wait at this stage. */
const STAGES = [
  ['reported', 20],
  ['accepted', 12],
  ['filed', 18],
  ['dispatched', 15],
  ['handling', 25],
  ['closing', 10],
] as const;
type Stage = (typeof STAGES)[number][0];

const WORDS = [
  '井盖破损',
  '垃圾堆放',
  '占道经营',
  '路灯不亮',
  '污水外溢',
  '违规停车',
  '树木倒伏',
  '噪声扰民',
];
const CENTRE: CaseActor = { userId: 'bench-centre', departmentIds: [] };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface OpenCasesOptions {
  readonly count: number;
  readonly timing: CaseTiming;
  readonly standard: FilingStandardData;
  readonly places: readonly Place[];
  readonly departmentIds: readonly string[];
  readonly now: number;
}

/**
 * Open cases as the log would hold them: decided by the product's own decider, the timers that are due included. A third of them wait
 * since days, the others since the last hours, so that most are in time.
 */
export function* openCases(options: OpenCasesOptions): Generator<AppendRequest> {
  const { timing, standard, places, departmentIds, now } = options;
  const decider = createCaseDecider(timing);
  const random = createRandom(1);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const serials = new Map<string, number>();

  for (let n = 0; n < options.count; n += 1) {
    const caseId = derivedId('bench-case', String(n));
    const place = pick(places);
    const row = pick(standard.rows);
    const waited = random() < 0.33 ? random() * 240 * HOUR : random() * 2 * HOUR;
    const began = now - 20 * MINUTE - waited;
    const at = (minute: number): string => new Date(began + minute * MINUTE).toISOString();
    const day = shanghaiDay(began);
    const numbers = caseNumberStream(place.code, day);
    const serial = (serials.get(numbers) ?? 0) + 1;
    serials.set(numbers, serial);
    const departmentId = pick(departmentIds);
    const handler: CaseActor = { userId: `bench-handler-${departmentId}`, departmentIds: [departmentId] };
    const until = stageOf(n);
    const path: CaseCommand[] = [
      {
        type: 'ReportCase',
        data: {
          caseId,
          caseNumber: caseNumber(place.code, day, serial),
          source: n % 3 === 0 ? 'hotline12345' : 'gridWorker',
          reporterId: `bench-worker-${n % 500}`,
          petitioner: null,
          description: `${pick(WORDS)}，第 ${n + 1} 件`,
          location: {
            lon: place.lon + (random() - 0.5) * 0.06,
            lat: place.lat + (random() - 0.5) * 0.06,
            address: `${1 + Math.floor(random() * 200)} 号`,
          },
          divisionCode: place.code,
          gridCode: null,
          matterCode: matterCodeOf(row),
          severity: null,
          photos: [],
          alarm: null,
          at: at(0),
        },
      },
    ];
    const opinion = '属实';
    const step = (type: string, minute: number, data: object): void => {
      path.push({ type, opinion, actor: CENTRE, at: at(minute), ...data } as CaseCommand);
    };
    if (until !== 'reported') step('AcceptCase', 2, {});
    if (!['reported', 'accepted'].includes(until)) step('FileCase', 4, { standard: refOf(standard, row) });
    if (['dispatched', 'handling', 'closing'].includes(until)) step('DispatchCase', 6, { departmentId });
    if (['handling', 'closing'].includes(until)) step('StartHandling', 10, { actor: handler });
    if (until === 'closing') {
      step('GiveFeedback', 12, { actor: handler, result: '已处置', photos: [] });
      step('CheckCase', 15, { passed: true, photos: [] });
    }
    path.push({ type: 'ApplyDueTimers', at: new Date(now).toISOString() });

    let state = NO_CASE;
    const events: NewEvent[] = [];
    for (const command of path) {
      const decision = decider.decide(command, state);
      if (!decision.ok) throw new Error(`${command.type}: ${decision.refusal.code}`);
      for (const event of decision.events) {
        state = decider.evolve(state, event);
        events.push({
          id: derivedId('bench-case', String(n), String(events.length)),
          ...event,
          meta: { actor: 'system', dataClass: 'internal' },
        });
      }
    }
    yield {
      stream: numbers,
      expected: 'any',
      events: [
        {
          id: derivedId('case-number', caseId),
          type: 'CaseNumberReserved',
          data: { caseId },
          meta: { actor: 'system' },
        },
      ],
    };
    yield { stream: caseStream(caseId), expected: 'none', events };
  }
}

const stageOf = (n: number): Stage => {
  let left = n % 100;
  for (const [stage, share] of STAGES) {
    if (left < share) return stage;
    left -= share;
  }
  return 'reported';
};
