import { makeBySchema } from './by-schema.ts';
import { makeSpecial } from './make-special.ts';
import { parseJson, sendRequest } from './request.ts';
import { type Attempt, pick, type Worker } from './worker.ts';
import type { Person } from './world.ts';

interface Offered {
  readonly caseId: string;
  readonly steps: readonly { readonly resource: string }[];
}

/** Steps that end a case: taken rarely, otherwise no case would reach its regular end. */
const ENDINGS = new Set(['rejection', 'void', 'voids', 'forced-closure', 'filing-refusal', 'link']);
const REPORT = 'POST /api/v1/cases';

/** A step that the product itself offers to a person for a case, or a new case. */
export const makeStep = async (worker: Worker): Promise<Attempt | undefined> => {
  const { people, random, operations } = worker;
  const report = operations.find(({ key }) => key === REPORT);
  if (report === undefined) return undefined;
  if (random() < 0.15) return makeSpecial(worker, report);
  const ask = random() < 0.6 ? waitingFor : possibleFor;
  for (let tries = 0; tries < MOST_ASKED; tries += 1) {
    const person = pick(people, random);
    const offered = await ask(worker, person);
    const steps = offered?.steps.filter(({ resource }) => !ENDINGS.has(resource) || random() < 0.15) ?? [];
    if (offered === undefined || steps.length === 0) continue;
    const { resource } = pick(steps, random);
    const operation = operations.find(({ key }) => key === `POST /api/v1/cases/{caseId}/${resource}`);
    if (operation !== undefined)
      return makeBySchema(worker, operation, 'valid', { person, given: { caseId: offered.caseId } });
  }
  return undefined;
};
const MOST_ASKED = 6;

/** An entry of a person's task list. */
const waitingFor = async (worker: Worker, person: Person): Promise<Offered | undefined> => {
  const { world, pools, random } = worker;
  const answer = await sendRequest(world.baseUrl, person.token, {
    method: 'GET',
    path: '/api/v1/tasks?limit=20',
  });
  if (answer.status !== 200) return undefined;
  const tasks = parseJson(answer.text) as { items: Offered[] };
  pools.harvest(person.city, tasks, {});
  return tasks.items.length === 0 ? undefined : pick(tasks.items, random);
};

/** Other steps that a person may take on a case. */
const possibleFor = async (worker: Worker, person: Person): Promise<Offered | undefined> => {
  const { world, pools, random } = worker;
  const known = pools.pick(person.city, 'caseId', random());
  if (known === undefined) return undefined;
  const path = `/api/v1/cases/${known.id}`;
  const answer = await sendRequest(world.baseUrl, person.token, { method: 'GET', path });
  if (answer.status !== 200) return undefined;
  const shownCase = parseJson(answer.text) as Offered;
  pools.harvest(person.city, shownCase, { caseId: known.id });
  return shownCase;
};
