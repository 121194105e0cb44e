import { choosePerson } from './choose-person.ts';
import type { Operation } from './document.ts';
import { parseJson, sendRequest } from './request.ts';
import { type Maker, SPECIAL } from './special/index.ts';
import type { Attempt, Worker } from './worker.ts';

export const makeSpecial = async (worker: Worker, operation: Operation): Promise<Attempt | undefined> => {
  const { world, pools, random } = worker;
  const special = SPECIAL[operation.key];
  if (special === undefined) return undefined;
  const chosen = choosePerson(worker, operation);
  const person = (await special.asks?.(world, chosen)) ?? chosen;
  const read: Maker['read'] = async (path) => {
    const answer = await sendRequest(world.baseUrl, person.token, { method: 'GET', path });
    return answer.status === 200 ? parseJson(answer.text) : undefined;
  };
  const request = await special.make({ world, pools, person, random, read });
  return request && { operation, person, request, context: {}, isRight: true };
};
