import { type FuzzAnswer, parseJson } from './request.ts';
import { type Attempt, kindOf, otherOf, type Worker } from './worker.ts';
import { markerOf } from './world.ts';

export const shown = ({ person, request }: Attempt): string => {
  const body = typeof request.body === 'string' ? request.body.slice(0, 400) : '';
  return `${person.role}.${person.city}: ${request.method} ${request.path.slice(0, 300)} ${JSON.stringify(request.headers ?? {})} ${body}`;
};

export const judge = (worker: Worker, attempt: Attempt, answer: FuzzAnswer): void => {
  const { tally, pools, successes } = worker;
  const { operation, person, request, context } = attempt;
  const { status, text } = answer;
  tally.answered(
    operation,
    status,
    attempt.isRight ? `${shown(attempt)}\n    ${text.slice(0, 300)}` : undefined,
  );
  const isDone = status >= 200 && status < 300;
  if (status >= 500)
    tally.fault('serverErrors', `${operation.key} ${status}`, `${shown(attempt)} ${text.slice(0, 300)}`);
  else if (!operation.statuses.has(status))
    tally.fault(
      'undocumentedStatuses',
      `${operation.key} ${status}`,
      `${shown(attempt)} ${text.slice(0, 300)}`,
    );
  const foreign = markerOf(otherOf(person.city));
  const said = `${decodeURIComponentOr(request.path)} ${typeof request.body === 'string' ? request.body : ''}`;
  if (!person.isProvincial && text.includes(foreign) && !said.includes(foreign))
    tally.fault('leaks', `${operation.key} shows`, `${shown(attempt)} ${around(text, foreign)}`);
  if (attempt.isForeign && isDone)
    tally.fault('leaks', `${operation.key} reaches`, `${shown(attempt)} ${text.slice(0, 300)}`);
  if (!isDone || attempt.isForeign) return;
  successes.set(operation.key, (successes.get(operation.key) ?? new Set()).add(kindOf(person)));
  const answered = parseJson(text);
  // Uploads and notifications are a person's own.
  pools.harvest(person.userId, answered, context);
  // Objects visible to people of the whole province belong to no single city.
  if (!person.isProvincial) pools.harvest(person.city, answered, context);
  const upload = /\/uploads\/(\w+)$/.exec(answer.headers.get('location') ?? '')?.[1];
  if (upload !== undefined) pools.add(person.userId, 'uploadId', upload);
};

/** A refused request leaves nothing in the log but the audit's own record. */
export const judgeWritten = (
  { tally }: Pick<Worker, 'tally'>,
  attempt: Attempt,
  { status, text }: Pick<FuzzAnswer, 'status' | 'text'>,
  written: readonly { readonly type: string }[],
): void => {
  if (status < 400 || written.length === 0) return;
  const types = written.map(({ type }) => type).join();
  tally.fault(
    'refusedAppends',
    `${attempt.operation.key} ${status}`,
    `${types} after ${shown(attempt)} ${text.slice(0, 300)}`,
  );
};

const around = (text: string, part: string): string => {
  const at = text.indexOf(part);
  return text.slice(Math.max(0, at - 200), at + 50);
};

const decodeURIComponentOr = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
