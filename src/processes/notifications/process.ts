import { alarmWords } from '../../application/alarm-words.ts';
import { EVENT_VERSIONS } from '../../event-catalogue.ts';
import type { AppendRequest, DomainEvent, EventStore, RecordedEvent } from '../../event-store/event-store.ts';
import { divisionStream } from '../../geography/index.ts';
import type { NotificationIssued } from '../../notifications/events.ts';
import {
  type Cause,
  deliveryStream,
  NEVER_NOTIFIED,
  notificationStream,
  planNotification,
  ruleApplies,
  rulesFor,
  webhookWants,
} from '../../notifications/index.ts';
import { derivedId } from '../../platform/ids.ts';
import type { Logger } from '../../platform/logger.ts';
import { type EventOf, type Handlers, handle } from '../../projection-engine/handlers.ts';
import type { Projection } from '../../projection-engine/projection.ts';
import { alarmStream, stormStream } from '../../sensing/index.ts';
import { NOTIFICATIONS } from '../names.ts';
import { loadNotificationMemory, type NotificationMemory } from './memory.ts';
import { createStreamFacts, type StreamFacts } from './stream-facts.ts';

const ACTOR = 'process:notifications';
const ALARM_STREAMS = alarmStream('');
const STORM_STREAMS = stormStream('');

interface Work {
  readonly store: EventStore;
  readonly memory: NotificationMemory;
  readonly facts: StreamFacts;
  readonly requests: AppendRequest[];
  readonly deliveryIds: string[];
}

/**
 * Notifies people and webhooks of events. The rules come from the log like everything else, so events before the first of them
 * notify nobody. Recipients are derived from the log up to the event, and every id from the event and the rule: the
 * same events, read again, lead to the same appends, which the store then recognises.
 */
export const createNotificationProcess = (
  store: EventStore,
  enqueue: (deliveryIds: readonly string[]) => Promise<void>,
  logger: Logger,
): Projection => {
  let memory: NotificationMemory | undefined;
  const facts = createStreamFacts(store);
  return {
    name: NOTIFICATIONS.name,
    tables: ['notification_memory'],
    handles: new Set(Object.keys(EVENT_VERSIONS).filter((type) => !NEVER_NOTIFIED.has(type))),
    async load(sql) {
      memory = await loadNotificationMemory(sql, logger);
    },
    async project(batch, sql) {
      memory ??= await loadNotificationMemory(sql, logger);
      const work: Work = { store, memory, facts, requests: [], deliveryIds: [] };
      for (const event of batch) await step(work, event);
      if (work.requests.length > 0) await store.appendMany(work.requests);
      // After the append: a worker that is quick finds the delivery in the log.
      await enqueue(work.deliveryIds).catch((err: unknown) => {
        // They are in the log, where the search for deliveries without a job finds them.
        logger.warn({ err }, 'jobs for webhook deliveries not created');
      });
      await memory.save(sql);
    },
  };
};

const step = async (work: Work, event: RecordedEvent): Promise<void> => {
  if (work.memory.remember(event)) return;
  await (handle(on, event, work) ?? onEvent(work, event));
};

/** The facts of a stream up to one of its events. */
const factsOf = async (
  work: Work,
  cause: Pick<RecordedEvent, 'stream' | 'version'>,
): Promise<Cause['facts']> => {
  const facts = await work.facts.upTo(cause);
  const { departmentId } = facts;
  const departmentName =
    typeof departmentId === 'string' ? work.memory.departmentName(departmentId) : undefined;
  return {
    ...facts,
    ...(departmentName === undefined ? {} : { departmentName }),
    ...(await wordsOf(work.store, cause.stream, facts)),
  };
};

/** The names that people use for an alarm or a storm. */
const wordsOf = async (
  store: EventStore,
  stream: string,
  facts: Cause['facts'],
): Promise<Readonly<Record<string, string>>> => {
  if (stream.startsWith(ALARM_STREAMS) && typeof facts.subject === 'string')
    return { ...(await alarmWords(store, facts as never)) };
  if (!stream.startsWith(STORM_STREAMS)) return {};
  const [division] = await store.readStream(divisionStream(String(facts.divisionCode)), { limit: 1 });
  const name = (division?.data as { name?: string } | undefined)?.name;
  return { divisionName: name ?? String(facts.divisionCode) };
};

const onEvent = async (work: Work, event: RecordedEvent): Promise<void> => {
  work.facts.pass(event);
  const rules = work.memory.rules();
  const candidates = rulesFor(rules, event.type);
  if (rules === undefined || candidates.length === 0) return;
  const facts = await factsOf(work, event);
  const cause: Cause = {
    eventId: event.id,
    type: event.type,
    stream: event.stream,
    version: event.version,
    facts,
  };
  for (const rule of candidates) if (ruleApplies(rule, facts)) issue(work, rule, 0, cause, event);
};

type Rule = ReturnType<typeof rulesFor>[number];

const issue = (work: Work, rule: Rule, step: number, cause: Cause, event: RecordedEvent): void => {
  const { memory } = work;
  const notificationId = derivedId('notification', cause.eventId, rule.ruleId, String(step));
  const data = planNotification({
    notificationId,
    rules: memory.rules()!,
    rule,
    step,
    cause,
    people: memory.people(),
    at: event.recordedAt,
  });
  if (data === undefined) return;
  // Nobody to notify, now or later: nothing is written.
  const wanted = [...memory.webhooks()].some(
    (webhook) => webhook.status === 'active' && webhookWants(webhook, data),
  );
  if (data.recipients.length === 0 && data.escalateAt === null && !wanted) return;
  append(
    work,
    notificationStream(notificationId),
    notificationId,
    { type: 'NotificationIssued', data },
    event,
  );
};

const onIssued = async (event: EventOf<'NotificationIssued'>, work: Work): Promise<void> => {
  const { recipients } = event.data;
  const now = recipients.filter(({ deferredUntil }) => deferredUntil === null);
  // With everybody in quiet hours webhooks wait as well: they may be what wakes people.
  if (recipients.length > 0 && now.length === 0) return;
  const userIds = now.map(({ userId }) => userId);
  requestDeliveries(work, event.data, userIds, event);
};

const readIssued = async (work: Work, notificationId: string) => {
  const [first] = await work.store.readStream(notificationStream(notificationId), { limit: 1 });
  return first?.data as NotificationIssued['data'] | undefined;
};

const onReleased = async (event: EventOf<'NotificationReleased'>, work: Work): Promise<void> => {
  const { notificationId, userIds } = event.data;
  const issued = userIds.length === 0 ? undefined : await readIssued(work, notificationId);
  if (issued !== undefined) requestDeliveries(work, issued, userIds, event);
};

const onEscalated = async (event: EventOf<'NotificationEscalated'>, work: Work): Promise<void> => {
  const issued = await readIssued(work, event.data.notificationId);
  const rule = work.memory.rules()?.rules.find(({ ruleId }) => ruleId === issued?.ruleId);
  if (issued === undefined || rule === undefined) return;
  const cause: Cause = { ...issued.cause, facts: await factsOf(work, issued.cause) };
  issue(work, rule, issued.step + 1, cause, event);
};

/** Events of the process itself. */
const on: Handlers<Work, Promise<void>> = {
  NotificationIssued: onIssued,
  NotificationReleased: onReleased,
  NotificationEscalated: onEscalated,
};

const requestDeliveries = (
  work: Work,
  notification: NotificationIssued['data'],
  userIds: readonly string[],
  event: RecordedEvent,
): void => {
  for (const webhook of work.memory.webhooks()) {
    if (webhook.status === 'none' || webhook.status === 'deleted' || !webhookWants(webhook, notification))
      continue;
    const { webhookId } = webhook;
    const deliveryId = derivedId('webhook-delivery', webhookId, event.id);
    const { notificationId } = notification;
    const data = { deliveryId, webhookId, notificationId, userIds, at: event.recordedAt };
    append(work, deliveryStream(deliveryId), deliveryId, { type: 'WebhookDeliveryRequested', data }, event);
    work.deliveryIds.push(deliveryId);
  }
};

/** The first event of a stream; its id is the stream's, and its content is derived from the log. */
const append = (work: Work, stream: string, id: string, event: DomainEvent, cause: RecordedEvent): void => {
  work.requests.push({
    stream,
    expected: 'any',
    events: [
      {
        id,
        ...event,
        meta: { actor: ACTOR, causationId: cause.id },
        contentDigest: id,
      },
    ],
  });
};
