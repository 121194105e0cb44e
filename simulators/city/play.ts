import { createAgenda } from '../../src/demo/agenda.ts';
import type { Arrival } from './arrivals.ts';
import { NOTICE_MINUTES, TOGETHER } from './behaviour.ts';
import type { CityAnswer, CityClient } from './client.ts';
import type { District } from './district.ts';
import { type Life, learn } from './life.ts';
import { nextStep, type Step } from './steps.ts';

/** The server's clock, and the watch that records the passing of time. */
export interface SimulatedTime {
  set(iso: string): void;
  /** Resolves when everything that is due has been recorded. */
  notice(): Promise<unknown>;
}

export interface PlayOptions {
  readonly client: CityClient;
  readonly district: District;
  readonly time: SimulatedTime;
  readonly arrivals: readonly Arrival[];
  readonly seed: number;
  /** Simulated ms. */
  readonly start: number;
  readonly end: number;
  readonly onProgress?: (now: number) => void;
}

export interface Played {
  readonly steps: number;
  /** Steps that were refused, by the code of the refusal. */
  readonly refused: Readonly<Record<string, number>>;
}

const MINUTE = 60_000;
/** A case with this many refused steps is an error of the simulation. */
const MOST_REFUSALS = 20;

type Item = { readonly arrival: Arrival } | { readonly life: Life; readonly step: Step };

/** Plays the month: takes every step at its time and plans the next one of the same case from the answer. */
export const play = async (options: PlayOptions): Promise<Played> => {
  const { client, district, time, seed, end } = options;
  const agenda = createAgenda<Item>();
  for (const arrival of options.arrivals) agenda.put(arrival.at, { arrival });
  const refused: Record<string, number> = {};
  let steps = 0;
  let now = options.start;

  const plan = (life: Life): void => {
    const step = nextStep(life, district, now);
    if (step !== undefined) agenda.put(step.at, { life, step });
  };
  const keyOf = ({ number, steps: taken, refusals }: Life) => ({
    'idempotency-key': `city-${seed}-${number}-${taken}-${refusals}`,
  });

  /** The people of a case are mistaken about it: they look it up. */
  const reload = async (life: Life): Promise<CityAnswer> => {
    const answer = await client.must(life.acceptor, 'GET', `/cases/${life.caseId}`);
    const { requests } = answer.body as { requests: readonly { requestId: string }[] };
    const asked = life.waiting?.resource;
    if (!requests.some(({ requestId }) => asked?.includes(requestId))) life.waiting = undefined;
    return answer;
  };

  const take = async (life: Life, step: Step): Promise<void> => {
    const answer = await client.call(
      step.by,
      'POST',
      `/cases/${life.caseId}/${step.resource}`,
      step.body,
      keyOf(life),
    );
    if (answer.status < 400) {
      steps += 1;
      life.steps += 1;
      learn(life, answer, now);
      step.done?.(answer.body);
    } else {
      const code = `${step.resource.replace(/[0-9a-f]{8}-[0-9a-f-]+/, '{id}')} ${answer.body.code}`;
      refused[code] = (refused[code] ?? 0) + 1;
      life.refusals += 1;
      if (life.refusals > MOST_REFUSALS)
        throw new Error(`case ${life.caseNumber} (${life.stage}): ${JSON.stringify(answer.body)}`);
      learn(life, await reload(life), now);
    }
    plan(life);
  };

  const report = async ({ life, by, body }: Arrival): Promise<void> => {
    const answer = await client.must(by, 'POST', '/cases', body, keyOf(life));
    steps += 1;
    life.steps += 1;
    life.caseId = answer.body.caseId as string;
    learn(life, answer, now);
    plan(life);
  };

  const set = (instant: number): void => {
    now = instant;
    time.set(new Date(now).toISOString());
  };
  /** Long gaps in parts: lights also change while nobody does anything. */
  const approach = async (instant: number): Promise<void> => {
    while (instant - now > NOTICE_MINUTES * MINUTE) {
      set(now + NOTICE_MINUTES * MINUTE);
      await time.notice();
    }
  };

  for (let next = agenda.nextAt(); next !== undefined && next < end; next = agenda.nextAt()) {
    const until = Math.min(end - 1, Math.max(next, now) + TOGETHER.minutes * MINUTE);
    const taken = agenda.takeUntil(until, TOGETHER.most);
    const at = Math.max(now, Math.round(taken[taken.length - 1]!.at));
    await approach(at);
    set(at);
    // A due timer and a person's step may coincide on a case: either way the timer is recorded once, and before the step.
    await Promise.all([
      time.notice(),
      ...taken.map(({ item }) => ('arrival' in item ? report(item.arrival) : take(item.life, item.step))),
    ]);
    options.onProgress?.(now);
  }
  await approach(end);
  set(end);
  await time.notice();
  options.onProgress?.(end);
  return { steps, refused };
};
