import { alarmWords, whereIs } from '../application/alarm-words.ts';
import { readCaseTiming } from '../application/case-timing.ts';
import { type NewCase, openCase } from '../application/open-case.ts';
import { type CommandHandler, commandEventId, createCommandHandler } from '../commands/command-handler.ts';
import { createStreamMemory, type StreamMemory } from '../commands/stream-memory.ts';
import type { EventStore, NewEvent } from '../event-store/event-store.ts';
import type { CaseReported } from '../governance/events.ts';
import {
  CASE_ENDING_TYPES,
  type CaseKeyEvent,
  type CaseTiming,
  caseKeyStream,
  caseStream,
  createCaseDecider,
  evolveCase,
  evolveCaseKey,
  isTerminal,
  NO_CASE,
  NO_HOLDER,
} from '../governance/index.ts';
import { derivedId } from '../platform/ids.ts';
import type { Logger } from '../platform/logger.ts';
import {
  type EventOf,
  type Handlers,
  handle as handleEvent,
  sameFor,
  typesOf,
} from '../projection-engine/handlers.ts';
import type { Projection } from '../projection-engine/projection.ts';
import type { AlarmRaised } from '../sensing/events.ts';
import { alarmStream } from '../sensing/index.ts';
import { ALARM_TO_CASE } from './names.ts';

const ACTOR = 'process:alarm-to-case';
const ATTEMPTS = 20;

/**
 * Alarms become cases. Which case an alarm belongs to is decided once, in the stream of its case key: the first alarm
 * reserves the key for a new case, later ones join the case that has it, and the end of the case releases it. Everything
 * else follows from that decision and has ids derived from the alarm, so repeating it after a crash changes nothing.
 */
export const createAlarmToCase = (store: EventStore, logger: Logger): Projection => {
  const memory = createStreamMemory(store);
  const handle = createCommandHandler(store, memory);
  return {
    name: ALARM_TO_CASE.name,
    tables: [],
    handles: typesOf(on),
    async project(batch) {
      let read: Promise<CaseTiming> | undefined;
      const timing = () => {
        read ??= readCaseTiming(store);
        return read;
      };
      const work: Work = { store, memory, handle, timing, logger };
      for (const event of batch) await handleEvent(on, event, work);
    },
  };
};

interface Work {
  readonly store: EventStore;
  readonly memory: StreamMemory;
  readonly handle: CommandHandler;
  /** Read once for a batch, when the first of its events needs it. */
  readonly timing: () => Promise<CaseTiming>;
  readonly logger: Logger;
}

const readKey = ({ memory }: Work, caseKey: string) =>
  memory.read(caseKeyStream(caseKey), { initialState: NO_HOLDER, evolve: evolveCaseKey });

const keyEvent = (
  type: CaseKeyEvent['type'],
  data: CaseKeyEvent['data'],
  ...identity: string[]
): NewEvent => ({
  id: derivedId('case-key', type, data.caseKey, data.caseId, ...identity),
  type,
  data,
  meta: { actor: ACTOR },
});

const caseIsOpen = async ({ memory }: Work, caseId: string): Promise<boolean> => {
  const { state } = await memory.read(caseStream(caseId), { initialState: NO_CASE, evolve: evolveCase });
  // A reservation whose case is not written yet belongs to an alarm that is being processed: the case will be open.
  return !state.exists || !isTerminal(state.stage);
};

/** The case that this alarm belongs to, decided now if it was not before. */
const decideCase = async (work: Work, alarm: AlarmRaised['data'], caseKey: string): Promise<string> => {
  const { alarmId } = alarm;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { state, version } = await readKey(work, caseKey);
    const decided = state.caseOfAlarm.get(alarmId);
    if (decided !== undefined) return decided;
    const own = derivedId('case', alarmId);
    const { holder } = state;
    const joins = holder !== null && (await caseIsOpen(work, holder));
    const events = joins
      ? [keyEvent('CaseKeyJoined', { caseKey, caseId: holder, alarmId }, alarmId)]
      : [
          ...(holder === null ? [] : [keyEvent('CaseKeyReleased', { caseKey, caseId: holder })]),
          keyEvent('CaseKeyReserved', { caseKey, caseId: own, alarmId }),
        ];
    const result = await work.store.append({
      stream: caseKeyStream(caseKey),
      expected: version === 0 ? 'none' : version,
      events,
    });
    if (result.status === 'appended') return joins ? holder : own;
  }
  throw new Error(`the case key of alarm ${alarmId} is contended`);
};

/** Moves the key and the alarm from a case that has ended to a new case. */
const takeOver = async (
  store: EventStore,
  alarm: AlarmRaised['data'],
  caseKey: string,
  ended: string,
): Promise<void> => {
  const { alarmId } = alarm;
  await store.append({
    stream: caseKeyStream(caseKey),
    expected: 'any',
    events: [keyEvent('CaseKeyReleased', { caseKey, caseId: ended })],
  });
  const caseId = derivedId('case', alarmId);
  const events = [keyEvent('CaseKeyReserved', { caseKey, caseId, alarmId })];
  await store.append({ stream: caseKeyStream(caseKey), expected: 'any', events });
};

const onRaised = async (event: EventOf<'AlarmRaised'>, work: Work): Promise<void> => {
  const { store, handle } = work;
  const alarm = event.data;
  if (alarm.caseKey === null) return;
  const timing = await work.timing();
  const decider = createCaseDecider(timing);
  const caseId = await decideCase(work, alarm, alarm.caseKey);
  const context = { actor: ACTOR, key: alarm.alarmId, causationId: event.id };
  if (caseId !== derivedId('case', alarm.alarmId)) {
    const { alarmId, deviceId, severity } = alarm;
    const attach = { alarmId, deviceId, severity, ...placeOf(alarm), at: event.recordedAt };
    const command = { type: 'AttachAlarm', ...attach } as const;
    const attached = await handle({ stream: caseStream(caseId), decider, command, context });
    // The case ended between the decision and now: the alarm gets a new case after all.
    if (attached.ok || attached.refusal.code !== 'caseEnded') return;
    await takeOver(store, alarm, alarm.caseKey, caseId);
  }
  const own = derivedId('case', alarm.alarmId);
  const known = await store.readStream(caseStream(own), { limit: 1 });
  if (known.length === 0)
    await openCase(
      store,
      handle,
      timing,
      caseOf(alarm, await descriptionOf(work.store, alarm), own, event.recordedAt),
      context,
    );
};

const placeOf = ({ place }: AlarmRaised['data']) => (place === undefined ? {} : { place });

const caseOf = (alarm: AlarmRaised['data'], description: string, caseId: string, at: string): NewCase => {
  return {
    caseId,
    source: alarm.ruleId.startsWith('camera-') ? 'videoAnalytics' : 'sensorAlarm',
    reporterId: null,
    petitioner: null,
    description,
    location: { ...alarm.location, address: whereIs(alarm) },
    divisionCode: alarm.divisionCode,
    gridCode: alarm.gridCode,
    matterCode: alarm.matterCode,
    severity: alarm.severity,
    photos: [],
    alarm: { alarmId: alarm.alarmId, deviceId: alarm.deviceId, caseKey: alarm.caseKey!, ...placeOf(alarm) },
    at,
  };
};

const descriptionOf = async (store: EventStore, alarm: AlarmRaised['data']): Promise<string> => {
  const storm = alarm.stormId === undefined ? '' : '告警风暴，首条：';
  const { finding } = await alarmWords(store, alarm);
  return `${storm}${alarm.ruleName}：${whereIs(alarm)} ${finding}`;
};

/** The cause has gone: recorded on the case, which people still check and close. */
const onCleared = async (event: EventOf<'AlarmCleared'>, work: Work): Promise<void> => {
  const { store, handle, logger } = work;
  const { alarmId } = event.data;
  const [raised] = await store.readStream(alarmStream(alarmId), { limit: 1 });
  const caseKey = (raised?.data as AlarmRaised['data'] | undefined)?.caseKey;
  if (caseKey === undefined || caseKey === null) return;
  const { state } = await readKey(work, caseKey);
  const caseId = state.caseOfAlarm.get(alarmId);
  if (caseId === undefined) return logger.warn({ alarmId }, 'cleared alarm has no case');
  await handle({
    stream: caseStream(caseId),
    decider: createCaseDecider(await work.timing()),
    command: { type: 'ClearCaseAlarm', alarmId, at: event.recordedAt },
    context: { actor: ACTOR, key: commandEventId(ACTOR, alarmId, 1), causationId: event.id },
  });
};

const onCaseEnded = async (
  { data: { caseId } }: { readonly data: { readonly caseId: string } },
  { store }: Work,
): Promise<void> => {
  const [first] = await store.readStream(caseStream(caseId), { limit: 1 });
  const caseKey = (first?.data as CaseReported['data'] | undefined)?.alarm?.caseKey;
  if (caseKey === undefined) return;
  await store.append({
    stream: caseKeyStream(caseKey),
    expected: 'any',
    events: [keyEvent('CaseKeyReleased', { caseKey, caseId })],
  });
};

const on: Handlers<Work, Promise<void>> = {
  AlarmRaised: onRaised,
  AlarmCleared: onCleared,
  ...sameFor(CASE_ENDING_TYPES, onCaseEnded),
};
