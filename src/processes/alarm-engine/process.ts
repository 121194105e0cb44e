import type { AppendRequest, EventStore, NewEvent } from '../../event-store/event-store.ts';
import type { Projection } from '../../projection-engine/projection.ts';
import {
  ALARM_INPUTS,
  type AlarmEngineCore,
  type Emission,
  type RecordedInput,
} from '../../sensing/index.ts';
import { ALARM_ENGINE } from '../names.ts';
import { loadEngine, saveMemory } from './memory.ts';

const ACTOR = 'process:alarm-engine';

/** Minimum time between two saves of the memory. */
const SAVE_MS = 10_000;
/** And at least this many times the duration of the save: a large memory delays only a few alarms in a hundred. */
const SAVE_SHARE = 30;

/** Unsaved for longer than this only if no more events come. */
const UNSAVED_MS = 60_000;

export interface AlarmEngine extends Projection {
  /** Whether time alone would cause something at `now` (ms). False if another process drives the engine. */
  isDue(now: number): boolean;
  /** Time of the last event applied before this process took the engine over, ISO UTC; returned once. */
  consumeDowntime(): string | undefined;
  /** Whether applied events have been unsaved for long, since no event came that would have caused a save. */
  hasUnsaved(): boolean;
  /** The last `AlarmTimePassed` that was applied, ms; Infinity if there was none since the engine was loaded. */
  timePassed(): number;
}

/**
 * Evaluates the alarm rules over what devices report. The alarms it raises have ids derived from rule, device and start: after a
 * crash the same events lead to the same appends, which the store then recognises.
 */
export const createAlarmEngine = (store: EventStore): AlarmEngine => {
  let core: AlarmEngineCore | undefined;
  let lastAppliedBefore: string | undefined;
  let timePassed = Number.POSITIVE_INFINITY;
  /** The first batch after a load saves, so that the events just reapplied are not reapplied a second time. */
  let saveFrom = 0;
  /** Since when there are unsaved changes. */
  let unsavedFrom: number | undefined;

  const load = async (sql: Parameters<NonNullable<Projection['load']>>[0]): Promise<AlarmEngineCore> => {
    const fresh = await loadEngine(store, sql, engine);
    saveFrom = 0;
    timePassed = Number.POSITIVE_INFINITY;
    lastAppliedBefore = fresh.appliedAt;
    unsavedFrom = fresh.appliedAgain ? performance.now() : undefined;
    core = fresh.core;
    return core;
  };

  const engine: AlarmEngine = {
    name: ALARM_ENGINE.name,
    tables: ['alarm_engine_memory'],
    handles: ALARM_INPUTS,
    minIntervalMs: 100,
    async load(sql) {
      await load(sql);
    },
    async project(batch, sql) {
      const running = core ?? (await load(sql));
      for (const event of batch as readonly RecordedInput[]) {
        running.apply(event);
        if (event.type === 'AlarmTimePassed') timePassed = Date.parse(event.data.at);
      }
      const emissions = running.takeEmissions();
      if (emissions.length > 0) await store.appendMany(emissions.map(requestOf));
      const last = batch.at(-1)!;
      const startedAt = performance.now();
      unsavedFrom ??= startedAt;
      if (startedAt < saveFrom) return;
      await saveMemory(sql, running.takeChanges(), last);
      unsavedFrom = undefined;
      const endedAt = performance.now();
      saveFrom = endedAt + Math.max(SAVE_MS, (endedAt - startedAt) * SAVE_SHARE);
    },
    isDue: (now) => core?.isDue(now) ?? false,
    hasUnsaved: () =>
      unsavedFrom !== undefined && performance.now() > Math.max(saveFrom, unsavedFrom + UNSAVED_MS),
    consumeDowntime() {
      const lastApplied = lastAppliedBefore;
      lastAppliedBefore = undefined;
      return lastApplied;
    },
    timePassed: () => timePassed,
  };
  return engine;
};

/** One event per alarm and turn: its id ensures that, and its content is derived from the log. */
const requestOf = ({ stream, id, event, causationId }: Emission): AppendRequest => {
  const fresh: NewEvent = {
    id,
    ...event,
    meta: { actor: ACTOR, causationId },
    contentDigest: id,
  };
  return { stream, expected: 'any', events: [fresh] };
};
