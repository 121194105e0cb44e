import { encodeAnyText, makeBySchema } from './by-schema.ts';
import type { Operation } from './document.ts';
import { type Attempt, otherOf, type Worker } from './worker.ts';
import type { Person } from './world.ts';

/** Parameters whose ids belong to a single city. */
const OF_A_CITY = new Set([
  'caseId',
  'deviceId',
  'userId',
  'alarmId',
  'silenceId',
  'webhookId',
  'componentId',
  'rejectionId',
  'uploadId',
  'notificationId',
]);

/** The request of somebody who put an id of the other city where an own one belongs. */
export const makeForeign = (worker: Worker, operation: Operation): Attempt => {
  const { pools, random } = worker;
  const attempt = makeBySchema(worker, operation, 'valid');
  const { person, context } = attempt;
  const name = operation.pathParameters.find((parameter) => OF_A_CITY.has(parameter));
  const theirs = name === undefined ? undefined : pools.pick(otherOf(person.city), name, random());
  if (
    name === undefined ||
    theirs === undefined ||
    person.isProvincial ||
    isOwn(worker, person, name, theirs.id)
  )
    return attempt;
  const ids: Record<string, string> = { ...context, ...theirs.context, [name]: theirs.id };
  const path = operation.path.replace(/\{(\w+)\}/g, (_all, key: string) => encodeAnyText(ids[key] ?? 'none'));
  const [, query = ''] = attempt.request.path.split(/(?=\?)/);
  return { ...attempt, request: { ...attempt.request, path: path + query }, isForeign: true, isRight: false };
};

const isOwn = ({ pools }: Worker, { city }: Person, name: string, id: string): boolean =>
  pools.has(city, name, id);
